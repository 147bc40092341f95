/**
 * The real program, killed with SIGKILL at random moments while commands and checks flow, again and again on one state:
 * whatever it said is done is there afterwards, and the state always opens. 6 kills; `npm run test:crash`: 200.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFarm } from '../../src/demo/farm.ts';
import { shortOrLong } from '../help/soak.ts';
import { keptState, type KeptState } from '../help/store-kept.ts';
import { withWorld, type World } from '../help/world.ts';

const KILLS = shortOrLong(6, 200);
/** Commands of one life; it is killed long before the last. */
const LINES = 400;
/** A life goes on for so long after its first word, at most. */
const LONGEST_MS = 900;

/** What a person was told, as far as it can be compared. */
interface Told {
  readonly proxies: Map<number, { tags: Set<string>; banned: boolean; checks: number }>;
  readonly aliases: Map<string, string>;
}

interface Step {
  readonly line: string;
  readonly apply: (told: Told) => void;
}

const random = (below: number): number => Math.floor(Math.random() * below);

/** @param quick proxies whose check takes a moment only */
function stepOf(ids: readonly number[], quick: readonly number[], name: string): Step {
  const id = ids[random(ids.length)]!;
  const proxy = (told: Told) => told.proxies.get(id)!;
  switch (random(6)) {
    case 0:
      return { line: `proxies ban ${id}`, apply: (told) => void (proxy(told).banned = true) };
    case 1:
      return { line: `proxies unban ${id}`, apply: (told) => void (proxy(told).banned = false) };
    case 2: {
      const alias = `a${random(20)}`;
      return { line: `alias ${alias} = echo ${name}`, apply: ({ aliases }) => void aliases.set(alias, `echo ${name}`) };
    }
    case 3:
      return checkOf(quick[random(quick.length)]!);
    default:
      return { line: `proxies tag ${id} ${name}`, apply: (told) => void proxy(told).tags.add(name) };
  }
}

function checkOf(id: number): Step {
  return { line: `check ${id} --timeout 2s`, apply: ({ proxies }) => void (proxies.get(id)!.checks += 1) };
}

function toldBy({ documents, proxies }: KeptState): Told {
  const names = (value: unknown): string[] => (value === 0 ? [] : Array.isArray(value) ? value : [String(value)]);
  return {
    proxies: new Map(
      proxies.map(({ id, tags, banned, checks }) => [
        id as number,
        { tags: new Set(names(tags)), banned: banned === 1, checks: checks as number },
      ]),
    ),
    aliases: new Map(Object.entries(documents['aliases'] as Record<string, string>)),
  };
}

/** What differs between what was told and what is there; checks may be ahead, since those in the background are not told. */
function lost(told: Told, there: Told): string[] {
  const found: string[] = [];
  for (const [id, { tags, banned, checks }] of told.proxies) {
    const now = there.proxies.get(id);
    if (now === undefined) found.push(`proxy ${id} is gone`);
    else {
      if ([...tags].sort().join() !== [...now.tags].sort().join())
        found.push(`proxy ${id}: tags ${[...tags]} / ${[...now.tags]}`);
      if (banned !== now.banned) found.push(`proxy ${id}: banned ${banned} / ${now.banned}`);
      if (checks > now.checks) found.push(`proxy ${id}: ${checks} checks / ${now.checks}`);
    }
  }
  for (const [name, line] of told.aliases) {
    if (there.aliases.get(name) !== line) found.push(`alias ${name}: ${line} / ${there.aliases.get(name)}`);
  }
  return found;
}

/** One life of the program. @returns how many commands it said were done */
async function live(world: World, steps: readonly Step[]): Promise<number> {
  const script = steps.map(({ line }, index) => `${line}\necho done-${index + 1}\n`).join('');
  // Results flow beside the commands.
  const file = world.file('life.refbot', `check @all --timeout 2s &\n${script}`);
  const life = world.start(['run', file], { env: { REFBOT_SAVE_STATE_INTERVAL_SECONDS: '1' } });
  // One in five dies while it starts.
  if (random(5) > 0) await life.until(/done-1\b/);
  await new Promise((resolve) => void setTimeout(resolve, random(LONGEST_MS)));
  life.child.kill('SIGKILL');
  const { signal, stderr } = await life.ended;
  assert.equal(signal, 'SIGKILL', stderr);
  return Math.max(0, ...[...life.seen().matchAll(/^done-(\d+)$/gm)].map(([, number]) => Number(number)));
}

test(`${KILLS} kills lose nothing that was told as done`, async (t) => {
  const farm = await startFarm({ proxies: 60, seed: 3 });
  try {
    await withWorld(async (world) => {
      world.file('list.txt', farm.proxies.map(({ url }) => url).join('\n'));
      const { code, stderr } = await world.run(['proxies', 'import', 'list.txt', '--allow-private']);
      assert.equal(code, 0, stderr);
      let told = toldBy(await keptState(world.stateFile));
      const ids = [...told.proxies.keys()];
      assert.equal(ids.length, farm.proxies.length);
      const quick = ids.filter((_, index) => {
        const { truth, latencyMs } = farm.proxies[index]!;
        return truth.status === 'working' && latencyMs < 150;
      });
      assert.ok(quick.length > 3);
      let commands = 0;
      let checks = 0;
      for (let kill = 1; kill <= KILLS; kill++) {
        const steps = Array.from({ length: LINES }, (_, index) => stepOf(ids, quick, `k${kill}n${index}`));
        const done = await live(world, steps);
        for (const { apply } of steps.slice(0, done)) apply(told);
        const there = toldBy(await keptState(world.stateFile));
        const missing = lost(told, there);
        if (missing.length > 0) {
          // The command during which it died may have been done or not.
          steps[done]!.apply(told);
          assert.deepEqual(
            lost(told, there),
            [],
            `after kill ${kill} and ${done} commands, without the last: ${missing.join('; ')}`,
          );
        }
        commands += done;
        checks += steps.slice(0, done).filter(({ line }) => line.startsWith('check')).length;
        told = there;
      }
      assert.ok(commands > KILLS, `${commands} commands`);
      t.diagnostic(`${commands} commands, ${checks} of them checks, ${KILLS} kills: 0 lost`);
      const verified = await world.run(['state', 'verify']);
      assert.ok(verified.code === 0 || /its last line is cut off/.test(verified.stderr), verified.stderr);
      assert.equal((await world.run(['proxies', 'stats'])).code, 0);
    });
  } finally {
    await farm.stop();
  }
});
