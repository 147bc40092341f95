import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { csvCell } from '../../src/lib/csv.ts';

test('no cell of text is a formula, and numbers stay numbers', () => {
  for (const text of ['=1+1', '+1', '-1', '@x', ' =1', '\t=1', '\tx', '\n=1', '＝1', '＋1', '－1', '＠x'])
    assert.match(csvCell(text), /^"?'/, JSON.stringify(text));
  assert.deepEqual([-1, 0.25, null, undefined, true, 'a,b', 'a"b', '', 'a=b', "'a", ['a', 'b'], ['=a']].map(csvCell), [
    '-1',
    '0.25',
    '',
    '',
    'true',
    '"a,b"',
    '"a""b"',
    '',
    'a=b',
    "'a",
    'a b',
    "'=a",
  ]);
});

/** The fields of one line, by RFC 4180. */
function fieldsOf(line: string): string[] {
  return Array.from(`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g), ([, quoted, plain]) =>
    quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
  );
}

test('whoever reads it has the text again, but for the apostrophe of what would be run', () => {
  const text = fc.string({ unit: fc.constantFrom(...'=+-@,"\'; \nab1') });
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (texts) => {
      const read = fieldsOf(texts.map(csvCell).join(','));
      assert.deepEqual(
        read.map((field, at) => (field === `'${texts[at]}` && /^\s*[=+\-@\n]/.test(texts[at]!) ? texts[at] : field)),
        texts,
      );
    }),
  );
});
