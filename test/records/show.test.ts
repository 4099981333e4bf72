import { describe, expect, test } from 'vitest';
import { casesOf } from '../../src/records/case.ts';
import { CHAIN_START, chainEntry } from '../../src/records/chain.ts';
import type { EntryDraft } from '../../src/records/entry.ts';
import { CSV_COLUMNS, exportCsv } from '../../src/records/export-csv.ts';
import { exportHtml } from '../../src/records/export-html.ts';
import { exportJson, readExport } from '../../src/records/export-json.ts';
import { sheetOf } from '../../src/records/sheet.ts';
import { showCase } from '../../src/records/show.ts';
import { decisionBody, decisionDraft, deliveryDraft, openedDraft } from './samples.ts';

const A = 'SC-AAAA-AAAA';
const B = 'SC-BBBB-BBBB';
const reading = { timeZone: 'Europe/London', dialog: null };

function written(...drafts: readonly EntryDraft[]) {
  return drafts.map((draft, index) => {
    const place = { organisation: 'school', sequence: index + 1, previousHash: CHAIN_START };
    return { entry: chainEntry(draft, place).entry, body: draft.body as unknown };
  });
}

function caseWith(...drafts: readonly EntryDraft[]) {
  const [first] = casesOf(written(...drafts));
  if (first === undefined) throw new Error('no case');
  return first;
}

const WITH_TYPED_TEXT = decisionDraft(1, A, {
  localReference: '=HYPERLINK("http://x")',
  decision: {
    ...decisionBody().decision,
    rationale: '<script>alert(1)</script> & "mum" said,\nso \u001b[31mred\u202e',
    shared: '+441632960123',
    recipients: ['@everyone', 'school-nurse'],
  },
});

describe('cases', () => {
  test('are open until a decision or completion, or left without one', () => {
    expect(caseWith(openedDraft(1, A)).state).toBe('open');
    expect(caseWith(openedDraft(1, A), decisionDraft(2, A)).state).toBe('complete');
    const { id, reference, createdAt } = openedDraft(3, A);
    const { aboutColleague: _, ...check } = (openedDraft(3, A) as Extract<EntryDraft, { kind: 'opened' }>)
      .body;
    const abandoned: EntryDraft = {
      id,
      reference,
      createdAt,
      kind: 'abandoned',
      body: { ...check, why: 'stopped-by-author' },
    };
    expect(caseWith(abandoned).state).toBe('abandoned');
  });

  test('are grouped by reference and put in order of time, also when one went on in a chain of its own', () => {
    const later = { ...decisionDraft(2, A), createdAt: '2026-11-23T10:00:00.000Z' };
    const cases = casesOf(written(later, openedDraft(3, B), openedDraft(1, A)));
    expect(cases.map((one) => [one.reference, one.entries.map(({ entry }) => entry.kind)])).toEqual([
      [A, ['opened', 'decision']],
      [B, ['opened']],
    ]);
  });

  test('with erased content still say what they are', () => {
    const [record] = casesOf(written(decisionDraft(1, A)).map((one) => ({ ...one, body: undefined })));
    expect(record).toMatchObject({
      reference: A,
      state: 'complete',
      author: null,
      check: null,
      decision: null,
    });
    expect(record && showCase(record, reading)).toContain('content erased');
  });
});

describe('a record for reading', () => {
  const text = showCase(
    caseWith(openedDraft(1, A), decisionDraft(2, A, { delaySeconds: 900 }), deliveryDraft(3, A)),
    reading,
  );

  test.each([
    'Decision record SC-AAAA-AAAA',
    'Question about urgency?\n    immediate',
    'share-now',
    'Decided: Share',
    'Follows the advice: Yes',
    'The child told me themselves.',
    'Golden rule 7: Met: Rule 7 kept',
    '23 November 2026, 9.30am: Message to lead: sent',
    'Draft, June 2023, since superseded',
    '23 November 2026, 9.30am',
    'Recorded afterwards: 15 minutes later',
    '1 opened, 23 November 2026, 9.30am: ',
  ])('says %j', (part) => {
    expect(text).toContain(part);
  });

  test('never writes to the terminal’s own commands', () => {
    const shown = showCase(caseWith(WITH_TYPED_TEXT), reading);
    expect(shown).not.toMatch(/[^\P{C}\n]/u);
    expect(shown).toContain('[31mred');
  });

  test('keeps within 100 characters a line', () => {
    const long = caseWith(
      decisionDraft(1, A, { decision: { ...decisionBody().decision, rationale: 'word '.repeat(90) } }),
    );
    const lines = showCase(long, reading).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('leaves out what there is nothing to say about', () => {
    const sheet = sheetOf(caseWith(openedDraft(1, A)), reading);
    expect(sheet.sections.map(({ heading }) => heading)).not.toContain('The decision');
    for (const { rows } of sheet.sections) for (const row of rows) expect(row.value).not.toBe('');
  });
});

describe('the HTML export', () => {
  const html = exportHtml([caseWith(WITH_TYPED_TEXT), caseWith(openedDraft(2, B))], reading);

  test('escapes what people typed, and has no script, link or form', () => {
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;mum&quot; said,');
    expect(html).not.toMatch(/<(script|a|img|form|iframe|link)\b/i);
    expect(html).toContain("default-src 'none'");
  });

  test('gives every case a sheet of its own when printed', () => {
    expect(html.match(/<article>/g)).toHaveLength(2);
    expect(html).toContain('break-after: page');
    expect(html).toContain('lang="en-GB"');
  });

  test('says so when there is nothing', () => {
    expect(exportHtml([], reading)).toContain('There are no records to show.');
  });
});

describe('the CSV export', () => {
  test('has a row for each entry and a column for each fact, and ends lines as RFC 4180 says', () => {
    const csv = exportCsv(written(openedDraft(1, A), deliveryDraft(2, A)));
    const lines = csv.split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(CSV_COLUMNS.join(','));
    const cells = lines[1]?.split(',') ?? [];
    expect(cells[CSV_COLUMNS.indexOf('urgency')]).toBe('immediate');
    expect(cells[CSV_COLUMNS.indexOf('outcome')]).toBe('share-now');
    expect(lines[2]).toContain('posted,direct-message:lead');
  });

  test('quotes what needs it and never begins a formula', () => {
    const csv = exportCsv(written(WITH_TYPED_TEXT));
    expect(csv).toContain('"\'=HYPERLINK(""http://x"")"');
    expect(csv).toContain("'+441632960123");
    expect(csv).toContain("'@everyone; school-nurse");
    expect(csv).toContain('"<script>alert(1)</script> & ""mum"" said,\nso');
  });

  test.each(['=1', '+1', '-1', '@a', '\t=1', '  =1', '\r=1', '=1'])('takes the sting out of %j', (typed) => {
    const draft = decisionDraft(1, A, { decision: { ...decisionBody().decision, shared: typed } });
    const row = exportCsv(written(draft));
    expect(row.includes(`,'${typed}`) || row.includes(`,"'${typed}`)).toBe(true);
  });
});

describe('the JSON export', () => {
  const entries = written(openedDraft(1, A), WITH_TYPED_TEXT);

  test('is a list of entries with their bodies, and reads back the same', () => {
    const text = exportJson(entries);
    expect(JSON.parse(text)).toEqual(entries.map(({ entry, body }) => ({ ...entry, body })));
    expect(readExport(text)).toEqual({ ok: true, links: entries });
    expect(readExport(exportJson([]))).toEqual({ ok: true, links: [] });
  });

  test('leaves the body out once erased', () => {
    const text = exportJson(entries.map((one) => ({ ...one, body: undefined })));
    expect(text).not.toContain('"body":');
  });

  test.each([
    ['cut off', exportJson(entries).slice(0, -40), null, 'It is not JSON, or only part of it is there.'],
    ['of another shape', '{}', null, 'It is not a list of entries.'],
    ['holding something else', '["a"]', 1, 'It is not an entry.'],
    [
      'with a wrong field',
      JSON.stringify([{ ...entries[0]?.entry, sequence: 0 }]),
      1,
      'Its "sequence" is missing',
    ],
    [
      'with a field more',
      JSON.stringify([{ ...entries[0]?.entry, note: 1 }]),
      1,
      'It has a field that no entry has.',
    ],
  ])('a file %s is refused with the place', (_, text, entry, why) => {
    expect(readExport(text)).toMatchObject({ ok: false, entry, why: expect.stringContaining(why) });
  });
});
