/**
 * Hostile text in every place that text from outside can reach, through the real program: lists and the servers that
 * give them, proxies, the state file, names of files, history, keys, arguments, pastes. Nothing of it acts on a
 * terminal, in the full-screen shell, the plain one, in single commands on a terminal and in pipes.
 */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ALL, EDITED, FORGED, missing, offences, PIPED, PRINTED, SCREEN, WORD } from '../help/hostile.ts';
import { failingLines, intakeLines, readingLines } from '../help/hostile-lines.ts';
import { COMMANDS, hostileWorld, VIEW_KEYS, type HostileWorld } from '../help/hostile-world.ts';
import type { PtyScreen } from '../help/pty-screen.ts';

const COLUMNS = 120;
/** Everything is allowed, and nothing stops at a mistake. */
const FREE = ['--allow-private', '--keep-going', '--yes'];
/** What can be typed by hand. */
const TYPED = ALL.replace(/[\x00-\x1f\x7f']|\p{Surrogate}|(?<=\p{M}{8})\p{M}/gu, '');

/** As terminals send it that tell it from the beginning of a sequence. */
const ESCAPE = '\x1b[27u';
const FOCUS_OUT = '\x1bOS';

let world: HostileWorld;

before(async () => {
  world = await hostileWorld();
  const { stdout, stderr } = await world.run([...FREE, '-c', intakeLines(world.url).join('\n')]);
  assert.match(stdout, /checked\t5/, stderr);
  assert.deepEqual(offences(stdout + stderr, PIPED), []);
});
after(() => world.end());

/** Lines that look like an error of ours, each with the one before. */
const forged = (text: string): readonly string[] => text.match(/.*\n"?error\[E999\].*/g) ?? [];

async function using(screen: PtyScreen, use: () => Promise<void>): Promise<void> {
  try {
    await use();
  } finally {
    await screen.close();
  }
}

/** Every row is as wide as the screen: what closes a frame at the right stands in the last column. */
function assertFramed(screen: PtyScreen): void {
  for (const [y, line] of screen.lines.entries())
    if (/^[┌│└]/.test(line)) assert.match(screen.cell(COLUMNS - 1, y), /^[┐│┘]$/, `row ${y}\n${screen.text}`);
}

describe('hostile text', { concurrency: 2 }, () => {
  test('in pipes, in every format: all of it arrives and none of it acts', async () => {
    const own = world.copy();
    const formats = ['csv', 'table', 'md', 'jsonl', 'tsv'].flatMap((format) => [
      `echo "== ${format}"`,
      `format ${format}`,
      ...readingLines,
    ]);
    const lines = [...formats, ...failingLines(world.url)];
    const { stdout, stderr } = await world.run([...FREE, '-c', lines.join('\n')], own);
    assert.deepEqual(missing(stdout), []);
    assert.deepEqual(missing(stderr), []);
    assert.deepEqual(offences(stdout, PIPED), []);
    assert.deepEqual(offences(stderr, PIPED), []);
    // A quoted cell of CSV may hold a line break.
    assert.deepEqual(forged(stdout.slice(stdout.indexOf('== table')) + stderr), []);

    const shown = await world.run(['proxies', 'show', '1', '--json'], own);
    assert.deepEqual(offences(shown.stdout, PIPED), []);
    const { data } = JSON.parse(shown.stdout) as { data: { readonly address: string; readonly exit: string } };
    assert.ok(data.address.startsWith(WORD), 'JSON loses nothing');
    assert.equal(data.exit, ALL);
  });

  test('on a terminal, by single commands', async () => {
    const lines = [...readingLines, ...failingLines(world.url), 'echo over'];
    const screen = world.screen([...FREE, '--echo', '-c', lines.join('\n')], world.copy());
    await using(screen, async () => {
      await screen.waitFor(() => screen.raw.trimEnd().endsWith('over'));
      assert.deepEqual(missing(screen.raw), []);
      assert.deepEqual(offences(screen.raw, PRINTED), []);
      assert.deepEqual(forged(screen.raw), []);
    });
  });

  test('as arguments', async () => {
    const text = ALL.replace(/\0|\p{Surrogate}/gu, '');
    const calls = [
      [text],
      ['--format', text, 'log'],
      ['--config', FORGED, 'log'],
      ['-c', `${text}\n'${text}`],
      ['run', text, '--json'],
      ['serve', text],
    ];
    const own = world.copy();
    for (const args of calls) {
      const { stdout, stderr } = await world.run(args, own);
      assert.match(stdout + stderr, /error\[|"ok":false/, JSON.stringify(args));
      assert.deepEqual(offences(stdout + stderr, PIPED), [], JSON.stringify(args));
      assert.deepEqual(forged(stdout + stderr), []);
    }
  });

  test('in the plain shell: results, news, history, names to complete, a question, a paste', async () => {
    const screen = world.screen(['shell', '--plain', '--allow-private'], world.copy());
    await using(screen, async () => {
      const enter = async (line: string): Promise<void> => {
        screen.write(`${line}\r`);
        await screen.waitFor(/(^|\n)refbot>\s*$/);
      };
      await enter('');
      for (const line of ['scrape away gone plain', 'log', 'sources list', 'proxies show 1', 'run wrong.refbot'])
        await enter(line);
      // The oldest line of the history, all of it hostile.
      screen.write('\x1b[A'.repeat(6));
      await screen.waitFor(/refbot> echo .*HX/);
      await enter('\x05\x15');
      await enter('proxies import \t\t list');
      await enter(`echo '${TYPED}' \u009b2J\u202epaste\u{e0041}d`);
      await enter(`proxies show '${TYPED}'`);
      screen.write('proxies remove 1\r');
      await screen.waitFor(/\[y\/N\]\s*$/);
      await enter(TYPED);
      screen.write('quit\r');
      await screen.exited;
      assert.match(screen.raw, /2Jpasted\r\n/);
      assert.deepEqual(missing(screen.raw), []);
      assert.deepEqual(offences(screen.raw, EDITED), []);
      assert.deepEqual(forged(screen.raw), []);
    });
  });

  test('in the full-screen shell: every view, filters, searches, copies, what is typed and pasted', async () => {
    const own = world.copy();
    const screen = world.screen(['shell', '--allow-private'], own);
    await using(screen, async () => {
      await screen.waitFor(() => screen.idleMarks > 0);
      let seen = '';
      const press = async (...keys: readonly string[]): Promise<void> => {
        for (const key of keys) {
          await screen.type(key);
          seen += screen.text;
        }
        assertFramed(screen);
      };
      const paste = (text: string): Promise<void> => screen.type(`\x1b[200~${text.replaceAll('\x1b', '')}\x1b[201~`);

      await press('scrape away gone plain json\r');
      await screen.waitFor(/gone: HTTP 404/);
      for (const { sent } of Object.values(VIEW_KEYS)) {
        // The first closes the output where it is open.
        await press(sent, FOCUS_OUT, FOCUS_OUT, 'j', 'G', 'y', 'Y', '/');
        await paste(ALL.replaceAll('\r', ''));
        // What is no filter stays to be mended; Escape gives it up.
        await press('\r', 'n', ESCAPE);
      }

      // A source whose name would be commands, were it ever read as a line.
      await press(VIEW_KEYS.dashboard.sent, VIEW_KEYS.sources.sent, FOCUS_OUT, FOCUS_OUT, '/', '\x15\r', 'g');
      await screen.waitFor(/lab; echo PWNED/);
      await press('X');
      await screen.waitFor(/is not fetched any more/);
      await press('clear\r', 'sources list | where name ~ PWNED | select enabled,name\r');
      await screen.waitFor(/no +lab; echo PWNED/);
      assert.doesNotMatch(screen.text, /^│ *PWNED/m);

      // Names that are offered, lines that are found, what is pasted.
      await screen.type('proxies import \t\t');
      await screen.type('\x15sources disable lab\t');
      await screen.waitFor(/lab\\;\\ echo\\ PWNED/);
      await screen.type('\x15\x12HX');
      await press(ESCAPE, ESCAPE, ':', '\x15', '\x10');
      await paste(ALL);
      await press(ESCAPE, '\x15');
      await paste(`${ALL}\n${FORGED}`);
      await press('\x03', `echo '${TYPED}'\r`, 'run wrong.refbot\r', `proxies export '${TYPED}/x.csv'\r`);
      // The picture of the screen, and an editor that is not there.
      await press('\x13');
      screen.write('\x18\x05');
      await screen.waitFor(() => screen.raw.split('\x1b[?1049h').length > 2);
      screen.write('\x15quit\r');
      await screen.exited;
      await screen.waitFor(() => !screen.isAlternate);
      assert.deepEqual(missing(seen), []);
    });

    assert.deepEqual(offences(screen.raw, SCREEN), []);
    const copied = Array.from(screen.raw.matchAll(/\x1b\]52;c;([^\x07]*)\x07/g), ([, text]) =>
      Buffer.from(text!, 'base64').toString(),
    );
    assert.ok(
      copied.some((text) => text.includes('HX')),
      'y copies',
    );
    for (const text of copied) assert.deepEqual(offences(text, PIPED), []);
    const pictures = readdirSync(world.folder).filter((name) => name.startsWith('refbot-'));
    assert.ok(pictures.length > 0, 'Ctrl-S saves');
    for (const name of pictures) assert.deepEqual(offences(readFileSync(join(world.folder, name), 'utf8'), PIPED), []);
    const [documents] = readFileSync(join(own, 'state.json'), 'utf8').split(',\n"proxies"');
    const { sources } = JSON.parse(`${documents}}`) as {
      readonly sources: readonly { readonly name: string; readonly enabled: boolean }[];
    };
    assert.equal(
      sources.find(({ name }) => name === COMMANDS)?.enabled,
      false,
      'the key meant the source of that name',
    );
  });
});
