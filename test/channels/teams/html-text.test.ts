import { expect, test } from 'vitest';
import { plainText } from '../../../src/channels/teams/html-text.ts';

test.each([
  ['<p>He hit <strong>her</strong>.</p><p>Today.</p>', 'He hit her.\nToday.'],
  ['one<br>two<br/>three<div>four</div>five', 'one\ntwo\nthreefour\nfive'],
  ['<ul><li>a</li><li>b</li></ul><table><tr><td>c</td></tr><tr>d</tr></table>', 'a\nb\nc\nd'],
  ['a&nbsp;b &amp; c &lt;d&gt; &quot;e&quot; &apos;f&#39; &#x67;', 'a b & c <d> "e" \'f\' g'],
  // Written out once, and not again.
  ['&amp;lt;script&amp;gt;', '&lt;script&gt;'],
  ['&#0;&#xd800;&#1114112;&#x110000;x', 'x'],
  ['&unknown; &; &#; &#x; &toString;', '&unknown; &; &#; &#x; &toString;'],
  ['<at id="0">Priya</at> come', 'Priya come'],
  ['5 < 6 and 7 > 3', '5 3'],
  ['<p', '<p'],
  ['', ''],
])('%j reads %j', (html, text) => {
  expect(plainText(html, 1000)).toBe(text);
});

test('words far behind many tags are read, as danger may stand there', () => {
  const html = `${'<span style="color:rgb(0,0,0)">a</span>'.repeat(100)}<p>she was strangled</p>`;
  expect(plainText(html, 500)).toContain('strangled');
});

test('no more is given than was asked for, whatever came', () => {
  expect(plainText('x'.repeat(200_000), 500)).toHaveLength(500);
  expect(plainText('<br>'.repeat(200_000), 500)).toBe('');
});
