/**
 * Two processes that both want one state, all the time: one has it, the other is refused and reads only; what either was
 * told as done is there, and nobody who reads ever meets a torn file. 3 seconds; `npm run test:soak`: 60.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { verifyState } from '../../store/verify.ts';
import { shortOrLong } from '../help/soak.ts';
import { keptState } from '../help/store-kept.ts';
import { withWorld, type World } from '../help/world.ts';

const FOR_MS = shortOrLong(3_000, 60_000);
const rival = fileURLToPath(new URL('../help/store-rival.ts', import.meta.url));

/** Reads the bare file as another program would, until told to stop. @returns how often */
async function readAlways(file: string, goesOn: () => boolean): Promise<number> {
  let reads = 0;
  for (; goesOn(); await pause(1)) {
    if (!existsSync(file)) continue;
    const state = JSON.parse(readFileSync(file, 'utf8')) as { proxies: { rows: unknown[]; count: number } };
    assert.equal(state.proxies.rows.length, state.proxies.count);
    reads++;
  }
  return reads;
}

test(`two processes for ${FOR_MS / 1_000} s: never a torn file, nothing lost, one writer at a time`, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-rivals-'));
  try {
    const file = join(folder, 'state.json');
    const done: string[] = [];
    const broken: string[] = [];
    let refused = 0;
    let running = 2;
    const compete = async (name: string): Promise<void> => {
      const child = spawn(process.execPath, [rival, file, name, String(FOR_MS)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const gone = once(child, 'exit');
      for await (const line of createInterface({ input: child.stdout })) {
        if (line.startsWith('done ')) done.push(line.slice(5));
        else if (line.startsWith('read ')) refused++;
        else broken.push(line);
      }
      await gone;
      running--;
    };
    const [reads] = await Promise.all([readAlways(file, () => running > 0), compete('a'), compete('b')]);
    assert.deepEqual(broken, []);
    const { proxies } = await keptState(file);
    const there = new Map<unknown, number>();
    for (const { host } of proxies) there.set(host, (there.get(host) ?? 0) + 1);
    for (const host of done) assert.equal(there.get(host), 20, host);
    assert.equal(new Set(proxies.map(({ id }) => id)).size, proxies.length, 'no id was given twice');
    assert.ok((await verifyState(file)).ok);
    assert.ok(done.some((host) => host.startsWith('a')) && done.some((host) => host.startsWith('b')), 'both had it');
    t.diagnostic(`${done.length} commits, ${refused} times refused and read only, ${reads} reads of the bare file`);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => !/^state\.json(\.bak|\.journal-\d+)?$/.test(name)),
      [],
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test(`two real programs for ${FOR_MS / 1_000} s: each command runs in whichever has the state, and stays done`, async (t) => {
  await withWorld(async (world) => {
    const until = performance.now() + FOR_MS;
    const said: string[] = [];
    const type = async (world: World, name: string): Promise<void> => {
      for (let number = 1; performance.now() < until; number++) {
        const { code, stderr } = await world.run(['alias', `${name}${number}`, '=', 'echo', name]);
        // Its host ended while it ran: it says so, and may be done or not.
        if (code === 5 && /E306/.test(stderr)) continue;
        assert.equal(code, 0, stderr);
        said.push(`${name}${number}`);
      }
    };
    let running = true;
    const writers = Promise.all([type(world, 'a'), type(world, 'b')]).finally(() => (running = false));
    const [reads] = await Promise.all([readAlways(world.stateFile, () => running), writers]);
    const { documents } = await keptState(world.stateFile);
    const aliases = documents['aliases'] as Record<string, string>;
    for (const name of said) assert.ok(Object.hasOwn(aliases, name), `${name} was lost`);
    assert.ok(said.length >= 2, `${said.length} commands`);
    t.diagnostic(`${said.length} commands, ${reads} reads of the bare file`);
  });
});
