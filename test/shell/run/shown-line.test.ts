/** A key's line tells which row it was about, and nothing that a terminal would act on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownLine } from '../../../src/shell/run/shown-line.ts';

const ROW = { id: 12, name: 'demo-csv', address: '192.0.2.7:3128', tags: ['a'], evil: 'a\x1b[2Jb' };

for (const [line, row, shown] of [
  ['kill $row.id', ROW, 'kill 12'],
  ['sources test $row.name; echo $row.id', ROW, 'sources test demo-csv; echo 12'],
  ['proxies ban @focus', ROW, 'proxies ban 192.0.2.7:3128'],
  ['proxies ban @focus', { name: 'demo-csv' }, 'proxies ban @focus'],
  ['proxies ban @focus', null, 'proxies ban @focus'],
  ['echo $row.tags $row.none $row.id.deep $rows.id', ROW, 'echo $row.tags $row.none $row.id.deep $rows.id'],
  ['echo $row.evil', ROW, 'echo ab'],
] as const)
  test(`${line} reads ${shown}`, () => assert.equal(shownLine(line, row), shown));
