/** `proxies remove` and `sources remove` on a terminal: they ask with the number of proxies or the name, and a no is a no. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { RecordingIo } from '../help/recording-io.ts';
import { withEngine } from '../help/engine-world.ts';

/** A terminal with somebody who answers every question the same. */
class Terminal extends RecordingIo {
  override readonly output = { tty: true, columns: 72, color: false, utf8: true };
}

test('it says how many it would forget, does nothing at a no, and asks nothing where nothing is', async () => {
  await withEngine(async ({ line, engine, folder }) => {
    const run = async (text: string, yes: boolean): Promise<{ status: number; asked: string[]; notes: string }> => {
      const io = new Terminal(folder);
      io.yes = yes;
      const status = await line.interpreter.run({ text, origin: 'test' }, io, {}, new AbortController().signal);
      const of = (kind: string): string[] => io.events.filter((event) => event.startsWith(kind));
      return { status, asked: of('ask '), notes: of('note ').join('\n') };
    };
    const nothing = await run('proxies remove @all', false);
    assert.deepEqual([nothing.status, nothing.asked], [0, []]);
    await writeFile(join(folder, 'list.txt'), '127.9.9.1:1\n127.9.9.2:1\n127.9.9.3:1\n');
    await line.say('proxies import list.txt');
    const no = await run('proxies remove @all', false);
    assert.deepEqual(no.asked, ['ask forget 3 of 3 proxies and their history?']);
    assert.equal(no.status, 6);
    assert.match(no.notes, /`proxies remove` was not confirmed: nothing was done/);
    assert.doesNotMatch(no.notes, /--yes/);
    assert.equal(engine.view.stats().total, 3);
    const one = await run('proxies remove 127.9.9.2:1', true);
    assert.deepEqual(one.asked, ['ask forget 127.9.9.2:1 and its history?']);
    assert.equal(engine.view.stats().total, 2);
    // A key's line names the row, not its words.
    await line.say('sources add list.txt --name lab');
    line.interpreter.session.variables.set('row', { name: 'lab' });
    const source = await run('sources remove $row.name', false);
    assert.deepEqual(source.asked, ['ask forget the source lab? The proxies it named stay']);
    const builtIn = await run('sources remove anonym0us-work-http', false);
    assert.deepEqual(builtIn.asked, []);
  });
});
