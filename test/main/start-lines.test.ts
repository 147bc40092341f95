/** What a shell runs before anything that is typed. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startLines } from '../../src/main/start-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot start-'));
after(() => rmSync(folder, { recursive: true }));
const config = join(folder, 'config.json');
const none = { config, noRc: false, args: [], demo: [] };

test('the rc file beside config.json, the demo, a file with arguments, a text', () => {
  assert.deepEqual(startLines(none), [], 'an rc file need not be there');
  writeFileSync(join(folder, 'rc'), 'echo hi');
  const rc = `source '${join(folder, 'rc')}'`;
  assert.deepEqual(startLines(none), [rc]);
  assert.deepEqual(startLines({ ...none, noRc: true }), []);
  assert.deepEqual(
    startLines({ ...none, file: './my file', args: ['5', '--x', 'a b'], text: 'a; b', demo: ['demo start'] }),
    [rc, 'demo start', "source './my file' -- 5 --x 'a b'", 'a; b'],
  );
  assert.deepEqual(startLines({ ...none, noRc: true, file: 'x' }), ['source x']);
});
