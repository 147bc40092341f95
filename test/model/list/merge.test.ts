import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeLists } from '../../../src/model/list/merge.ts';
import { candidates, parse } from './_view.ts';

test('candidates keep their order and credentials, counts add up, refusals name their file', () => {
  const merged = mergeLists([
    { name: 'a.txt', list: parse('9.8.7.6:80\nbob:x@9.8.7.7:81\n10.0.0.1:1') },
    { name: 'empty.txt', list: parse('') },
    { name: 'b.json', list: parse('["socks5://[2606:4700::1]:82","nope","http://9.8.7.8:83"]') },
  ]);
  assert.deepEqual(candidates(merged.batch), [
    '9.8.7.6:80',
    'bob:x@9.8.7.7:81',
    'socks5://[2606:4700::1]:82',
    'http://9.8.7.8:83',
  ]);
  assert.deepEqual([merged.read, merged.refused, merged.format], [6, 2, 'plain+json']);
  assert.deepEqual(
    merged.refusals.map(({ line, reason }) => `${line} ${reason}`),
    ['3 private address (a.txt)', '2 not an address (b.json)'],
  );
  assert.deepEqual(mergeLists([]).read, 0);
});
