/** Runs the test program of the shell in a pseudo terminal for one test, and says what a terminal must look like afterwards. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PtyOptions, PtyScreen } from './pty-screen.ts';

export const SHELL_ENTRY = fileURLToPath(new URL('./shell-entry.ts', import.meta.url));

// One cache for all starts of a test file: most of a start is reading TypeScript.
const compileCache = mkdtempSync(join(tmpdir(), 'refbot-compile-cache-'));
process.on('exit', () => rmSync(compileCache, { recursive: true, force: true }));

/** @param args the history file, then lines to run at the start */
export async function withShell(
  options: PtyOptions,
  args: readonly string[],
  use: (screen: PtyScreen) => Promise<void>,
): Promise<void> {
  const env = { NODE_COMPILE_CACHE: compileCache, ...options.env };
  const screen = new PtyScreen(process.execPath, [SHELL_ENTRY, ...args], { ...options, env });
  try {
    await screen.waitFor(() => screen.idleMarks > 0);
    await use(screen);
  } finally {
    await screen.close();
  }
}

/** The terminal is, or presently comes to be, as a program should leave it. */
export async function assertNormal(screen: PtyScreen): Promise<void> {
  // The last bytes may arrive after the news of the exit.
  await screen.waitFor(
    () => !screen.isAlternate && screen.raw.lastIndexOf('\x1b[?25h') > screen.raw.lastIndexOf('\x1b[?25l'),
  );
  assert.equal(screen.modes.mouseTrackingMode, 'none', 'mouse off');
  assert.equal(screen.modes.bracketedPasteMode, false, 'paste mode off');
  assert.equal(screen.modes.applicationCursorKeysMode, false, 'cursor keys');
  assert.equal(screen.modes.wraparoundMode, true, 'wrapping on');
}
