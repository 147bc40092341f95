/**
 * docs/recovery.md, followed step by step: each section's damage is done to a real state, then the section's commands are
 * run by a shell exactly as they stand in the document, and afterwards everything that was acknowledged has to be there.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  appendFileSync,
  existsSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { World } from '../help/world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LIST = '198.41.0.4:8080\n198.41.0.5:8080\n198.41.0.6:8080\n';
const ALL = ['198.41.0.4:8080', '198.41.0.5:8080', '198.41.0.6:8080', '198.41.0.7:8080'];

/** Title -> its blocks of commands, in order; those before the first title stand under ''. */
function sections(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const part of readFileSync(join(ROOT, 'docs', 'recovery.md'), 'utf8').split(/^## /m)) {
    const title = part.startsWith('# ') ? '' : part.slice(0, part.indexOf('\n'));
    found.set(
      title,
      Array.from(part.matchAll(/^```sh\n(.*?)^```/gms), ([, block]) => block!),
    );
  }
  return found;
}

interface Scene {
  readonly world: World;
  readonly state: string;
  readonly folder: string;
}

interface Step {
  /** Done to the state before the commands of the section. */
  readonly damage?: (scene: Scene) => void;
  /** Instead of waiting. */
  readonly sleep?: (scene: Scene) => void;
  /** Addresses that are there afterwards; default: all. */
  readonly left?: readonly string[];
  /** Done afterwards, whatever happened. */
  readonly over?: (scene: Scene) => void;
}

const journals = ({ state, folder }: Scene): string[] =>
  readdirSync(folder)
    .filter((name) => /\.journal-\d+$/.test(name))
    .map((name) => join(dirname(state), name))
    .sort();
const flip = (file: string, at: number): void => {
  const bytes = readFileSync(file);
  bytes[at]! ^= 1;
  writeFileSync(file, bytes);
};

const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const STEPS: Readonly<Record<string, Step>> = {
  '': {},
  Beforehand: {},
  'A power cut, a crash, kill -9': {
    damage: (scene) => appendFileSync(journals(scene).at(-1)!, '{"crc":"0badcafe","seq":99,"next":9,"ids":[1],"ro'),
  },
  'The disk is full, or read-only': {
    damage: ({ folder }) => {
      cpSync(folder, `${folder}-kept`, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
      cpSync(`${folder}-kept`, folder, { recursive: true });
      // The system says that it is full by refusing.
      try {
        execFileSync('dd', ['if=/dev/zero', `of=${join(folder, 'something-large')}`, 'bs=1k'], { stdio: 'ignore' });
      } catch {
        // It is full.
      }
    },
    over: ({ folder }) => void execFileSync('umount', ['-l', folder]),
  },
  'The state file is damaged': { damage: ({ state }) => truncateSync(state, 300) },
  'A journal is damaged': {
    damage: (scene) => {
      const [file] = journals(scene).slice(-1);
      // The first line is the head, the second the import; the one after it brought the last proxy.
      const lines = readFileSync(file!, 'utf8').split('\n');
      flip(file!, Buffer.byteLength(lines.slice(0, -2).join('\n')) + 60);
    },
    left: ALL.slice(0, 3),
  },
  'The state file and the one before it are both damaged': {
    damage: ({ state }) => {
      for (const file of [state, `${state}.bak`]) writeFileSync(file, Buffer.alloc(500));
    },
    left: ALL.slice(0, 3),
  },
  'A backup is damaged': {
    damage: ({ state }) => {
      const copy = readdirSync(`${state}.backups`).find((name) => /Z(-\d+)?\.json$/.test(name))!;
      flip(join(`${state}.backups`, copy), 700);
    },
  },
  'The machine is lost': {
    damage: ({ world, folder }) => {
      cpSync(join(folder, 'kept', 'elsewhere.json'), join(world.folder, 'elsewhere.json'));
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    },
    left: ALL.slice(0, 3),
  },
  'The state is from a newer RefBot': {
    damage: ({ state }) => {
      for (const file of [state, `${state}.bak`])
        if (existsSync(file))
          writeFileSync(file, readFileSync(file, 'utf8').replace(/"version": \d+/, '"version": 99'));
    },
    left: ALL.slice(0, 3),
  },
  'Two machines, or containers, on one state': {
    damage: ({ state }) => {
      const elsewhere = { boot: 'another', space: 'another', host: 'elsewhere', start: '1', pid: 1 };
      const record = { ...elsewhere, socket: null, since: new Date().toISOString(), token: '0123456789abcdef' };
      writeFileSync(`${state}.lock`, JSON.stringify(record));
    },
    sleep: ({ state }) => utimesSync(`${state}.lock`, 1, 1),
  },
  'Somebody did something by mistake': {},
};

const world = new World();
let killed = '';
before(async () => {
  world.file('refbot', `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'bin', 'refbot.js')}" "$@"\n`);
  execFileSync('chmod', ['755', join(world.folder, 'refbot')]);
  world.file('list.txt', LIST);
  world.file('late.txt', '198.41.0.7:8080\n');
  assert.equal((await world.run(['proxies', 'import', 'list.txt'])).code, 0);
  assert.equal((await world.run(['backup', 'create', 'before'])).code, 0);
  const folder = dirname(world.stateFile);
  assert.equal((await world.run(['state', 'export', 'elsewhere.json'])).code, 0);
  // A state in the middle of its life: a snapshot, the one before, a journal with two commits, nobody who closed it.
  const holder = world.start(['serve'], { env: { REFBOT_SAVE_STATE_INTERVAL_SECONDS: '60' } });
  await holder.until(/./);
  assert.equal((await world.run(['alias', 'best', '=', 'proxies', 'top'])).code, 0);
  assert.equal((await world.run(['proxies', 'import', 'late.txt'])).code, 0);
  holder.child.kill('SIGKILL');
  await holder.ended;
  killed = `${folder}-killed`;
  cpSync(folder, killed, { recursive: true, filter: (path) => !path.endsWith('.lock') });
  cpSync(join(world.folder, 'elsewhere.json'), join(killed, 'kept', 'elsewhere.json'));
});
after(() => world.end());

/** Runs lines as a person's shell would, each with the exit status that stands behind it. */
async function follow(blocks: readonly string[], sleeper: string): Promise<{ status: number | null; said: string }> {
  const script = [`STATE='${world.stateFile}'`];
  for (const line of blocks.join('').split('\n')) {
    if (line.trim() === '') continue;
    const wanted = Number(/# exit (\d+)$/.exec(line)?.[1] ?? 0);
    const words = `'${line.replaceAll("'", `'\\''`)}'`;
    script.push(
      `echo "$ "${words}`,
      line.startsWith('sleep ') ? `touch "${sleeper}"; while [ -e "${sleeper}" ]; do sleep 0.05; done` : line,
    );
    script.push(`s=$?; [ $s -eq ${wanted} ] || { echo "ended with $s:" ${words}; exit 99; }`);
  }
  const child = spawn('sh', ['-c', script.join('\n')], {
    cwd: world.folder,
    env: {
      PATH: `${world.folder}:${process.env['PATH']}`,
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      HOME: world.folder,
      XDG_CONFIG_HOME: join(world.folder, 'config'),
      XDG_RUNTIME_DIR: join(world.folder, 'run'),
      REFBOT_STATE: world.stateFile,
      REFBOT_NETWORK: 'loopback',
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, said };
}

test('every section of the document has its damage here, and the other way round', () => {
  assert.deepEqual([...sections().keys()], Object.keys(STEPS));
});

for (const [title, blocks] of sections()) {
  const step = STEPS[title] ?? {};
  const skip = title.startsWith('The disk') && !canMount ? 'needs the right to mount a tmpfs' : false;
  test(`recovery.md: ${title || 'the beginning'}`, { skip }, async () => {
    const folder = dirname(world.stateFile);
    rmSync(folder, { recursive: true, force: true });
    cpSync(killed, folder, { recursive: true });
    const scene: Scene = { world, state: world.stateFile, folder };
    const sleeper = join(world.folder, 'sleeping');
    const watch = setInterval(() => {
      if (!existsSync(sleeper)) return;
      step.sleep?.(scene);
      rmSync(sleeper);
    }, 20);
    step.damage?.(scene);
    try {
      const { status, said } = await follow(blocks, sleeper);
      assert.equal(status, 0, said);
      const { data } = await world.json<readonly { address: string }[]>(['proxies', 'list']);
      assert.deepEqual(data.map(({ address }) => address).sort(), step.left ?? ALL, said);
      assert.equal((await world.run(['state', 'verify'])).code, 0);
    } finally {
      clearInterval(watch);
      step.over?.(scene);
    }
  });
}
