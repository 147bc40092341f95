/** The line in an editor of one's own: what it gets, what comes back, and that nothing stays behind. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { editExternally } from '../../../src/shell/edit/external-editor.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-editor-test-'));
after(() => rmSync(folder, { recursive: true }));

const before = process.env['TMPDIR'];
process.env['TMPDIR'] = folder;
after(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
});

async function edit(editor: string, text = 'proxies list'): Promise<{ result: string | null; terminal: string[] }> {
  const terminal: string[] = [];
  const result = await editExternally({
    text,
    env: { PATH: process.env['PATH'], EDITOR: editor },
    release: () => terminal.push('released'),
    takeBack: () => terminal.push('back'),
  });
  return { result, terminal };
}

test('the editor changes the text; the terminal is lent and taken back; the file is for its owner only and goes away', async () => {
  const script = `sed -i 's/list/top/'`;
  assert.deepEqual(await edit(script), { result: 'proxies top', terminal: ['released', 'back'] });
  const { result } = await edit(`f() { stat -c '%a %n' "$1" > "$1.2" && cat "$1.2" > "$1" && rm "$1.2"; }; f`);
  assert.match(result!, /^600 .*\/line\.refbot$/);
  assert.deepEqual(readdirSync(folder), []);
});

test('an editor that fails changes nothing; one that is not there says so by its status', async () => {
  assert.deepEqual(await edit('false'), { result: null, terminal: ['released', 'back'] });
  assert.deepEqual((await edit('no-such-editor-here 2>/dev/null')).result, null);
  assert.deepEqual(readdirSync(folder), []);
});

test('a block comes back as a block', async () => {
  assert.equal((await edit('printf "a\\nb\\n\\n" >')).result, 'a\nb');
});
