/**
 * An hour of life compressed: sizes, keys, clicks, log lines and views at random. Nothing is thrown, nothing leaks, and
 * at the end the screen is what it was. `npm test` runs a short form, `npm run test:soak` the long one.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { PtyScreen } from '../help/pty-screen.ts';
import { shortOrLong } from '../help/soak.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-hour-'));
after(() => rmSync(folder, { recursive: true }));
const ENTRY = fileURLToPath(new URL('../help/soak-entry.ts', import.meta.url));

const RESIZES = shortOrLong(12, 200);
const KEYS = shortOrLong(400, 5_000);
const LOG_LINES = shortOrLong(5_000, 100_000);
/** Keys sent before the program is asked whether it is still there. */
const BATCH = 25;
const LEAK = 0.05;

/** Escape in the form that needs no waiting for what might follow. */
const ESCAPE = '\x1b[27u';
/** Everything but what leaves the shell: Ctrl-C, Ctrl-D, Ctrl-Z. */
const KEY = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'jkgGsSrvaiupzLnNwft[]-?12345678:<>+_= ') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...['A', 'B', 'C', 'D', 'H', 'F', '5~', '6~', 'Z'].map((end) => `\x1b[${end}`)),
  },
  { weight: 2, arbitrary: fc.constantFrom('\t', '\r', '\x7f', '\x10', '\x12', '\x15', '\x17', '\x0c', '/', ESCAPE) },
  { weight: 1, arbitrary: fc.constantFrom('é', '漢', '👩‍🚀', '\x1b[200~pasted\nblock\x1b[201~', '\x1bOP', '\x1bOQ') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 64, 65), fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 36 }))
      .map(([button, x, y]) => `\x1b[<${button};${x};${y}M`),
  },
);
const SIZE = fc.tuple(fc.integer({ min: 10, max: 200 }), fc.integer({ min: 3, max: 60 }));

test('an hour of life: no exception, no leak, the same screen at the end', { timeout: 1_800_000 }, async () => {
  const seed = Math.floor(Math.random() * 0x7fff_ffff);
  const keys = fc.sample(KEY, { numRuns: KEYS, seed });
  const sizes = fc.sample(SIZE, { numRuns: RESIZES, seed });
  const screen = new PtyScreen(process.execPath, ['--expose-gc', ENTRY, join(folder, 'history')], { cwd: folder });
  try {
    await screen.waitFor(() => screen.idleMarks > 0);
    // The same life once before, so that all that is loaded and compiled for good is there when it is measured.
    await live(screen, keys, sizes);
    const [fresh, before] = await rest(screen);
    await live(screen, keys, sizes);
    const [last, afterwards] = await rest(screen);
    assert.equal(last, fresh, `seed ${seed}`);
    assert.ok(
      afterwards < before * (1 + LEAK),
      `heap ${(before / 1e6).toFixed(2)} MB before, ${(afterwards / 1e6).toFixed(2)} MB after, seed ${seed}`,
    );
    screen.write('quit\r');
    assert.equal((await screen.exited).exitCode, 0);
    assert.doesNotMatch(screen.text, /Error|at .*\.ts:\d+/);
  } catch (error) {
    throw new Error(`seed ${seed}: the screen was\n${screen.text}`, { cause: error });
  } finally {
    await screen.close();
  }
});

async function live(
  screen: PtyScreen,
  keys: readonly string[],
  sizes: readonly (readonly [number, number])[],
): Promise<void> {
  const batches = Math.ceil(keys.length / BATCH);
  const linesEach = Math.ceil(LOG_LINES / batches);
  for (let batch = 0; batch < batches; batch++) {
    for (const [columns, rows] of sizes.slice(
      Math.floor((batch * sizes.length) / batches),
      Math.floor(((batch + 1) * sizes.length) / batches),
    ))
      screen.resize(columns, rows);
    for (const key of keys.slice(batch * BATCH, (batch + 1) * BATCH)) screen.write(key);
    await command(screen, `logs ${linesEach}`);
  }
}

/** Leaves whatever is open, then types a command. */
async function command(screen: PtyScreen, line: string): Promise<void> {
  screen.resize(120, 36);
  // Out of overlays, menus, questions and fields, back to an empty prompt.
  screen.write(`${ESCAPE.repeat(3)}:\x15`);
  await screen.type(`${line}\r`);
  // Both are over: the command, and the change of size.
  await screen.waitFor(() => screen.lines.length === 36);
}

/** The dashboard as it is at rest, without figures and gaps; and the heap. */
async function rest(screen: PtyScreen): Promise<[string, number]> {
  // Out of zoom and of the way that led here.
  for (const line of [
    'view back',
    'view back',
    'view dashboard',
    'layout auto',
    'screen resize reset',
    'clear',
    'heap',
  ])
    await command(screen, line);
  await screen.waitFor(/heap \d+ bytes/);
  const bytes = Number(/heap (\d+) bytes/.exec(screen.text)?.[1]);
  // What the panels below show depends on how they were sorted and scrolled.
  const lasting = [...screen.lines.slice(0, 11), ...screen.lines.slice(-2)].join('\n');
  return [lasting.replace(/\d+/g, '#').replace(/[ ─·▁▂▃▄▅▆▇█▏▎▍▌▋▊▉⠀-⣿]+/g, ' '), bytes];
}
