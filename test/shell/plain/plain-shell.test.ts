/** The plain shell over pipes: what it prints and when, what Ctrl-C and the end of the input do, and that nothing of it is an escape sequence. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, test } from 'node:test';
import { HistoryFile } from '../../../src/shell/edit/history-file.ts';
import { PlainShell } from '../../../src/shell/plain/plain-shell.ts';
import { makeWorld, worldInterpreter, type World } from '../../help/shell-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-plain-'));
after(() => rmSync(folder, { recursive: true }));
let shells = 0;

interface Plain {
  readonly shell: PlainShell;
  readonly world: World;
  readonly ran: string[];
  readonly historyFile: string;
  type(text: string): void;
  endInput(): void;
  /** Resolves when the output from here on matches. @returns what was printed so far */
  seen(pattern: RegExp): Promise<string>;
}

function plain(lines: readonly string[] = []): Plain {
  const world = makeWorld();
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const ran: string[] = [];
  const historyFile = join(folder, `history-${++shells}`);
  const shell = new PlainShell({
    stdin,
    stdout,
    editing: false,
    history: new HistoryFile(historyFile),
    runOptions: {},
    io: {
      output: { tty: true, columns: 80, color: false, utf8: true },
      cwd: folder,
      openRead: () => assert.fail('no file is read'),
      openWrite: () => assert.fail('no file is written'),
    },
  });
  let text = '';
  let from = 0;
  let look = (): void => {};
  stdout.on('data', (data: Buffer) => {
    text += data.toString();
    look();
  });
  shell.start(world.engine, worldInterpreter(world, shell.face, ran), lines);
  return {
    shell,
    world,
    ran,
    historyFile,
    type: (typed) => void stdin.write(typed),
    endInput: () => void stdin.end(),
    seen: (pattern) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`never printed: ${String(pattern)} in\n${text}`)), 5000);
        look = () => {
          const found = pattern.exec(text.slice(from));
          if (!found) return;
          clearTimeout(late);
          from += found.index + found[0].length;
          look = () => {};
          resolve(text);
        };
        look();
      }),
  };
}

test('a welcome, the first lines, a prompt; results in order; the history; nothing but text', async () => {
  const { shell, ran, historyFile, seen, type } = plain(['echo first']);
  await seen(/^RefBot\. .*\nrefbot> echo first\nfirst\nrefbot> $/);
  type('echo one\n echo hidden\n\necho http://ann:hunter2@192.0.2.1/\n');
  const text = await seen(/one\n(refbot> )?hidden\n(refbot> )*http:\/\/ann.*\n(refbot> )+$/);
  assert.deepEqual(ran, ['echo first', 'echo one', ' echo hidden', 'echo http://ann:hunter2@192.0.2.1/']);
  assert.equal(readFileSync(historyFile, 'utf8'), 'echo one\necho http://ann:***@192.0.2.1/\n');
  assert.match(text, /^[\x20-\x7e\n]*$/);
  type('quit\n');
  assert.equal(await shell.ended, 0);
});

test('a block that is open goes on in the next line', async () => {
  const { ran, seen, type } = plain();
  await seen(/refbot> $/);
  type('repeat 2 {\n');
  await seen(/ {3}\.\.\.> $/);
  type('echo x }\n');
  await seen(/refbot> $/);
  assert.deepEqual(ran, ['repeat 2 {\necho x }']);
});

test('Ctrl-C cancels the command and what waits behind it, drops a block, and twice leaves', async () => {
  const { shell, ran, seen, type } = plain();
  await seen(/refbot> $/);
  type('slow\necho behind\n');
  await seen(/$/);
  while (ran.length === 0) await new Promise((resolve) => setImmediate(resolve));
  shell.interrupt();
  await seen(/cancelling\nkept what was found\nrefbot> $/);
  type('if true {\n');
  await seen(/\.\.\.> $/);
  shell.interrupt();
  await seen(/\^C\nrefbot> $/);
  shell.interrupt();
  await seen(/Ctrl-C again quits\nrefbot> $/);
  shell.interrupt();
  assert.equal(await shell.ended, 0);
  assert.deepEqual(ran, ['slow']);
});

test('questions are answered by the next line; only yes is yes', async () => {
  const { seen, type } = plain();
  await seen(/refbot> $/);
  for (const [answer, result] of [
    ['', 'kept'],
    ['nay', 'kept'],
    ['Yes', 'removed'],
  ] as const) {
    type('ask\n');
    await seen(/remove 12 proxies\? \[y\/N\] $/);
    type(`${answer}\n`);
    await seen(new RegExp(`^${result}\nrefbot> $`));
  }
});

test('quit asks while work runs; the end of the input does not', async () => {
  const { shell, world, seen, type, endInput } = plain();
  await seen(/refbot> $/);
  const gate = Promise.withResolvers<void>();
  const work = world.engine.jobs.run('check', 'check all', async (_signal, progress) => {
    progress({ done: 1204, total: 18_204, rate: null, etaMs: null });
    await gate.promise;
  });
  type('quit\n');
  await seen(/check all is running \(1,204\/18,204\); quit and cancel it\? \[y\/N\] $/);
  type('n\n');
  await seen(/refbot> $/);
  endInput();
  assert.equal(await shell.ended, 0);
  gate.resolve();
  await work;
});

test('the log and jobs of others are told between what is typed; a flood is counted', async () => {
  const { world, seen } = plain();
  await seen(/refbot> $/);
  world.engine.note('error', 'store', 'no room');
  await seen(/^\nerror: store: no room\nrefbot> $/);
  world.engine.note('info', 'source', 'lab: 3 found');
  for (let line = 0; line < 20; line++) world.engine.note('warn', 'source', `late ${line}`);
  await seen(/^\n(warning: source: late \d\n){5}refbot> $/);
  await world.engine.jobs.run('import', 'import list.txt', async (_signal, progress) =>
    progress({ done: 40, total: 40, rate: null, etaMs: null }),
  );
  await seen(/^\nimport list\.txt finished: 40 read, 0 ms\nrefbot> $/);
});
