import { expect, test } from 'vitest';
import { shownName } from '../../src/channels/shown-name.ts';

test.each([
  ['Zoë O’Brien-Núñez (she), Year 4', 'Zoë O’Brien-Núñez (she), Year 4'],
  ['Łukasz 李', 'Łukasz 李'],
  ['<at>everyone</at>', 'ateveryoneat'],
  ['*bold* _line_ `code` [here](http://x)', 'bold line code here(httpx)'],
  ['one\ntwo\u2028three', 'onetwothree'],
  ['\u202egnitirw\u202c \u2066x\u2069', 'gnitirw x'],
  ['in\u200bvis\u200dible\ufeff\u00ad', 'invisible'],
  // Letters and marks that draw nothing.
  ['\u3164\u115f\u1160\uffa0\u034f\ufe0f', ''],
  ['⚠️ 999 ☎', '999'],
  ['\ud83d half', 'half'],
  [`${'a'.repeat(79)}\u{1f600}`, 'a'.repeat(79)],
  ['b'.repeat(500), 'b'.repeat(80)],
  ['   ', ''],
  [null, ''],
  [undefined, ''],
])('of %j is left %j', (name, shown) => {
  expect(shownName(name)).toBe(shown);
});
