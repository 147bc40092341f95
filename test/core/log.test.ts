import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Bus } from '../../src/core/bus.ts';
import { Log, PARTS_OF_PINO } from '../../src/core/log.ts';
import type { LogEntry } from '../../src/model/events.ts';

const clock = { now: () => 1_700_000_000_000, monotonic: () => 0 };

/** A disk that is always full, and a way to see what is open. */
const FULL = existsSync('/dev/full') && existsSync('/proc/self/fd') ? {} : { skip: 'Linux only' };

function makeLog(lines = 3): { log: Log; bus: Bus; facts: LogEntry[] } {
  const bus: Bus = new Bus((event, error) => log.add('error', 'bus', `${event}: ${(error as Error).message}`));
  const log: Log = new Log({ clock, bus, lines });
  const facts: LogEntry[] = [];
  bus.on('log.added', (fact) => facts.push(fact));
  return { log, bus, facts };
}

test('the newest entries are kept, safe and without secrets', () => {
  const { log, facts } = makeLog();
  for (const word of ['a', 'b', 'c']) log.add('info', 'test', word);
  log.add('warn', 'source', '\x1b[31mhttp://user:hunter2@1.2.3.4:80\nnext');
  assert.deepEqual(
    log.tail(10).map((entry) => entry.message),
    ['b', 'c', 'http://user:***@1.2.3.4:80 next'],
  );
  assert.deepEqual(log.tail(1), [facts.at(-1)]);
  assert.equal(facts.length, 4);
  assert.equal(facts[3]!.at, clock.now());
});

test('a listener that throws is logged once and does not start a circle', () => {
  const { log, bus } = makeLog();
  bus.on('log.added', () => {
    throw new Error('bad listener');
  });
  log.add('info', 'test', 'hello');
  assert.deepEqual(
    log.tail(10).map((entry) => entry.message),
    ['hello', 'log.added: bad listener'],
  );
});

test('the file gets one JSON document a line, for the owner only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-log-'));
  try {
    const { log } = makeLog();
    const file = join(folder, 'state.json.log');
    await log.openFile(file);
    log.add('info', 'check', 'ten working');
    log.add('debug', 'check', 'token=abcdef');
    await log.close();
    log.add('info', 'check', 'after the end');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      [
        { level: 30, at: '2023-11-14T22:13:20.000Z', area: 'check', message: 'ten working' },
        { level: 20, at: '2023-11-14T22:13:20.000Z', area: 'check', message: 'token=***' },
      ],
    );
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal(log.tail(1)[0]!.message, 'after the end');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the first lines are in the file at once, as pino writes the later ones, and none is lost between them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-log-'));
  try {
    const { log } = makeLog();
    const file = join(folder, 'log');
    await log.openFile(file);
    log.add('error', 'store', 'first "quoted" \u{1F600}');
    assert.match(readFileSync(file, 'utf8'), /^\{.*first.*\}\n$/);
    for (let turn = 0; turn < 200; turn++) {
      log.add('info', 'test', `turn ${turn}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await log.load();
    log.add('error', 'store', 'first "quoted" \u{1F600}');
    await log.close();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.equal(lines[0], lines.at(-1));
    assert.deepEqual(
      lines.slice(1, -1).map((line) => (JSON.parse(line) as LogEntry).message),
      Array.from({ length: 200 }, (_, turn) => `turn ${turn}`),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a large file is put aside and a new one begun', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-log-'));
  try {
    const { log } = makeLog();
    const file = join(folder, 'log');
    await log.openFile(file);
    const line = 'x'.repeat(900);
    for (let sent = 0; sent < 9_000; sent++) {
      log.add('info', 'test', line);
      if (sent % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await log.close();
    const [old, current] = [await stat(`${file}.1`), await stat(file)];
    assert.ok(old.size <= 9 * 1024 * 1024);
    assert.ok(current.size < old.size || old.size > 1_000_000);
    assert.ok(old.size + current.size > 9_000 * 900, 'nothing is lost on the way');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a file that cannot be opened is said and given up', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-log-'));
  try {
    await writeFile(join(folder, 'file'), '');
    const { log, facts } = makeLog();
    await log.openFile(join(folder, 'file', 'log'));
    assert.match(facts[0]!.message, /log file is given up/);
    log.add('info', 'test', 'still here');
    await log.close();
    assert.equal(log.tail(1)[0]!.message, 'still here');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test(
  'a file that cannot be written is said once, given up and closed, before pino is there as after it',
  FULL,
  async () => {
    const open = (): number => readdirSync('/proc/self/fd').filter((fd) => isFull(fd)).length;
    for (const isLoaded of [false, true]) {
      const { log, facts } = makeLog();
      if (isLoaded) await log.load();
      await log.openFile('/dev/full');
      assert.equal(open(), 1);
      for (const word of ['a', 'b', 'c']) log.add('info', 'test', word);
      for (let turns = 0; turns < 200 && (facts.length < 4 || open() > 0); turns++) await delay(5);
      assert.equal(open(), 0, 'it is closed');
      assert.deepEqual(facts.map(({ message }) => message.replace(/:.*/, '')).sort(), [
        'a',
        'b',
        'c',
        'the log file is given up',
      ]);
      await log.close();
    }
  },
);

function isFull(fd: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`) === '/dev/full';
  } catch {
    return false; // The one that the folder was read with.
  }
}

test('the lines of earlier runs are read back from the end of the file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-log-'));
  try {
    const file = join(folder, 'log');
    const first = makeLog(5).log;
    await first.openFile(file);
    for (const word of ['one', 'two', 'three']) first.add('warn', 'test', word);
    await first.close();
    await writeFile(file, '{"torn": \n{"level":30,"at":"x","area":"a","message":"no time"}\n', { flag: 'a' });
    const { log: second, facts } = makeLog(5);
    second.add('info', 'test', 'before the file');
    await second.openFile(file);
    second.add('info', 'test', 'after');
    assert.deepEqual(
      second.tail(10).map(({ level, message }) => `${level} ${message}`),
      ['warn one', 'warn two', 'warn three', 'info before the file', 'info after'],
    );
    assert.equal(facts.length, 2, 'old lines are no news');
    await second.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('pino is loaded in several tasks, and what is loaded ahead of it is what it needs', async () => {
  const { dependencies } = createRequire(import.meta.resolve('pino'))('pino/package.json') as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const part of PARTS_OF_PINO) assert.ok(part in dependencies, part);
  // In a process of its own, where it is not loaded yet: how many files each turn of the event loop has loaded.
  const program = `
    import { createRequire } from 'node:module';
    import { Log } from ${JSON.stringify(new URL('../../src/core/log.ts', import.meta.url).href)};
    const { cache } = createRequire(import.meta.url);
    const turns = [];
    let isOver = false;
    const look = () => {
      turns.push(Object.keys(cache).length);
      if (!isOver) setImmediate(look);
    };
    const log = new Log({ clock: {}, bus: {}, lines: 1 });
    const loading = Promise.all([log.load(), log.load()]);
    look();
    await loading;
    isOver = true;
    console.log(JSON.stringify([...new Set(turns), Object.keys(cache).length]));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  const files = [...new Set(JSON.parse(stdout) as number[])];
  assert.ok(files.length > PARTS_OF_PINO.length, `after each task so many: ${files.join(', ')}`);
});
