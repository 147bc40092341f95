/**
 * Lists as publishers really publish them: every file gives the distinct count its index states, less the private and
 * reserved ones, which are named. Needs the shared data folder (`$REFBOT_SHARED`, or `shared` beside the checkout). No
 * address in them is ever dialled.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { classifyIp } from '../../../src/lib/address.ts';
import { parseList } from '../../../src/model/list/parser.ts';
import { candidates } from './_view.ts';

const shared = process.env['REFBOT_SHARED']
  ? pathToFileURL(`${process.env['REFBOT_SHARED']}/`)
  : new URL('../../../../shared/', import.meta.url);
const folder = new URL('data/lists/', shared);
const index = new URL('INDEX.md', folder);
const skip = existsSync(index) ? false : `no published lists at ${fileURLToPath(folder)} (set REFBOT_SHARED)`;

interface IndexRow {
  readonly file: string;
  readonly addresses: number;
  readonly distinct: number;
  readonly special: number;
}

function rows(): IndexRow[] {
  return readFileSync(index, 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => /^\d+$/.test(cells[5] ?? ''))
    .map((cells) => ({
      file: cells[1]!,
      addresses: Number(cells[4]),
      distinct: Number(cells[5]),
      special: Number(/private\/reserved IP x(\d+)/.exec(cells[6] ?? '')?.[1] ?? 0),
    }));
}

test('published lists give the counts of their index', { skip }, () => {
  const files = rows();
  assert.ok(files.length >= 20);
  for (const { file, addresses, distinct, special } of files) {
    const list = parseList(readFileSync(new URL(file, folder)), { protocols: 0, allowPrivate: false });
    const keys = new Set(candidates(list.batch).map((candidate) => candidate.replace(/^.*:\/\//, '')));
    assert.equal(keys.size, distinct - special, `${file}: distinct`);
    assert.equal(list.read, addresses, `${file}: read`);
    assert.equal(list.refused, special, `${file}: refused`);
    assert.equal(list.batch.count + list.refused, list.read, `${file}: counts`);
    for (const refusal of list.refusals) {
      assert.notEqual(classifyIp(refusal.text.replace(/:\d+$/, '')), 'public', `${file}: ${refusal.text}`);
      assert.match(refusal.reason, /address$/);
    }
  }
});
