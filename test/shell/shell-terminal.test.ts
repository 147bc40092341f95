/** The shell in a real pseudo terminal: sizes, colours, encodings, signals, and the terminal it leaves behind. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type PtyOptions, PtyScreen } from '../help/pty-screen.ts';
import { assertNormal, SHELL_ENTRY, withShell } from '../help/with-shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-shell-'));
after(() => rmSync(folder, { recursive: true }));

const RESET_ENTRY = fileURLToPath(new URL('../help/reset-entry.ts', import.meta.url));
let shells = 0;

function shellWith(
  options: PtyOptions,
  use: (screen: PtyScreen) => Promise<void>,
  history = join(folder, `history-${++shells}`),
): Promise<void> {
  return withShell({ cwd: folder, ...options }, [history], use);
}

describe('other sizes and terminals', { concurrency: 2 }, () => {
  test('80x24 has tabs, 40x10 output and prompt, 20x5 a message; back again', () =>
    shellWith({ columns: 80, rows: 24 }, async (screen) => {
      await screen.waitForLine(1, /1 rate +2 stats.*8 output/);
      await screen.type('\x1b');
      await screen.type('6');
      await screen.waitFor(/192\.0\.2\.1:8000/);
      screen.resize(40, 10);
      await screen.waitFor(() => screen.lines.every((line) => line.length <= 40) && screen.text.endsWith('? help'));
      screen.resize(20, 5);
      await screen.waitFor(/20x5 is too small\nneeds 40x8\nq quits/);
      screen.resize(120, 36);
      await screen.waitFor(/1 throughput[^]*7 log/);
      screen.resize(20, 5);
      await screen.waitFor(/q quits/);
      screen.write(':');
      screen.write('q');
      assert.equal((await screen.exited).exitCode, 0);
      await assertNormal(screen);
    }));

  test('70x40 stacks', () =>
    shellWith({ columns: 70, rows: 40 }, async (screen) => {
      await screen.waitFor(/2 statistics[^]*4 loading[^]*6 top proxies[^]*7 log[^]*8 output/);
    }));

  test('NO_COLOR writes no colour at all', () =>
    shellWith({ env: { NO_COLOR: '1' } }, async (screen) => {
      await screen.type('echo x\r');
      // eslint-disable-next-line no-control-regex
      assert.ok(
        !/\x1b\[[0-9;]*(?:3|4|9|10)[0-9](?:;|m)/.test(screen.raw.replaceAll(/\x1b\[\d+;\d+H/g, '')),
        'no colour codes',
      );
    }));

  test('LANG=C writes ASCII only', () =>
    shellWith({ env: { LANG: 'C', LC_ALL: 'C' } }, async (screen) => {
      await screen.type('echo grüße 漢字\r');
      await screen.waitFor(/\+- 1 throughput/);
      await screen.waitFor(/gr\?\?e \?\?\?\?/);
      assert.ok(/^[\x00-\x7f]*$/.test(screen.raw));
    }));

  test('wide characters and emoji do not shift what stands beside them', () =>
    shellWith({}, async (screen) => {
      await screen.type('echo 漢字 👨‍👩‍👧 🇩🇪 e\u0301\r');
      const row = screen.lines.findIndex((line) => /│ 漢字/.test(line));
      assert.match(screen.lines[row]!, /│ 漢字 👨 +DE é/);
      // The borders right of it are in their columns, though this emulator takes the emoji for one cell wide.
      assert.deepEqual([screen.cell(73, row), screen.cell(74, row)], ['│', '│']);
    }));
});

describe('while the engine is being opened', { concurrency: 3 }, () => {
  async function opening(how: string, use: (screen: PtyScreen) => Promise<void>): Promise<void> {
    const screen = new PtyScreen(process.execPath, [SHELL_ENTRY, join(folder, `history-${++shells}`)], {
      cwd: folder,
      env: { OPENING: how },
    });
    try {
      await screen.waitFor(/opening state…[^]*1 throughput/);
      await use(screen);
    } finally {
      await screen.close();
    }
  }

  test('the frame is there, keys are echoed, and what was typed runs as soon as it can', () =>
    opening('slow', async (screen) => {
      screen.write('echo early');
      await screen.waitForLine(-2, /^❯ echo early$/);
      assert.equal(screen.idleMarks, 0);
      screen.write('\r');
      await screen.waitFor(/│ early/);
    }));

  test('leaving gives the terminal back', () =>
    opening('slow', async (screen) => {
      screen.write('\x04');
      await screen.waitFor(() => !screen.isAlternate);
      await screen.waitFor(/left with 0/);
    }));

  test('a failure leaves a normal screen with its message', () =>
    opening('broken', async (screen) => {
      assert.equal((await screen.exited).exitCode, 1);
      await screen.waitFor(/the state cannot be opened/);
      await assertNormal(screen);
    }));
});

describe('the terminal is given back', { concurrency: 2 }, () => {
  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const) {
    test(`after ${signal}`, () =>
      shellWith({}, async (screen) => {
        screen.kill(signal);
        assert.equal((await screen.exited).exitCode, status);
        await screen.waitFor(new RegExp(`left with ${status}`));
        await assertNormal(screen);
      }));
  }

  test('after a defect, with its message on the normal screen', () =>
    shellWith({}, async (screen) => {
      screen.write('crash\r');
      assert.equal((await screen.exited).exitCode, 1);
      await screen.waitFor(/a defect for the test/);
      await assertNormal(screen);
    }));

  test('a terminal that takes nothing any more stops neither the program nor its end', () =>
    shellWith({}, async (screen) => {
      screen.stall();
      // Far more full frames than the system buffers: the rest has to be skipped.
      for (let frame = 0; frame < 100; frame++) screen.write('\x0c\x0c');
      screen.write('mark\r');
      await screen.poll(() => existsSync(join(folder, 'mark')));
      screen.kill('SIGTERM');
      await screen.poll(() => !screen.isAlive);
      screen.unstall();
      assert.equal((await screen.exited).exitCode, 143);
    }));

  test('after a kill in mid-frame, resetTerminal brings it back', async () => {
    const screen = new PtyScreen('/bin/bash', ['--norc', '--noprofile', '-i'], {
      env: { PS1: 'below$ ' },
      cwd: folder,
    });
    try {
      screen.write(`${process.execPath} ${SHELL_ENTRY} ${join(folder, 'unused')}\r`);
      await screen.waitFor(() => screen.idleMarks > 0);
      screen.write('die\r');
      await screen.waitFor(/Killed/);
      assert.equal(screen.isAlternate, true);
      screen.write(`${process.execPath} ${RESET_ENTRY}\r`);
      await screen.waitFor(() => !screen.isAlternate && screen.modes.mouseTrackingMode === 'none');
      screen.write('stty -a | grep -o " icanon\\| echo " | wc -l\r');
      await screen.waitFor(/^2$/m);
    } finally {
      await screen.close();
    }
  });

  test('Ctrl-Z hands it to the shell below, fg takes it again', async () => {
    const screen = new PtyScreen('/bin/bash', ['--norc', '--noprofile', '-i'], {
      env: { PS1: 'below$ ' },
      cwd: folder,
    });
    try {
      await screen.waitFor(/below\$/);
      screen.write(`${process.execPath} ${SHELL_ENTRY} ${join(folder, 'unused')}\r`);
      await screen.waitFor(() => screen.idleMarks > 0);
      screen.write('\x1a');
      await screen.waitFor(/Stopped/);
      assert.equal(screen.isAlternate, false);
      assert.equal(screen.modes.mouseTrackingMode, 'none');
      const marks = screen.idleMarks;
      screen.write('fg\r');
      await screen.waitFor(() => screen.idleMarks > marks && screen.isAlternate);
      await screen.waitFor(/1 throughput[^]*7 log/);
      await screen.type('echo back again\r');
      await screen.waitFor(/│ back again/);
      screen.write('\x04');
      await screen.waitFor(/left with 0/);
      assert.equal(screen.isAlternate, false);
    } finally {
      await screen.close();
    }
  });

  test('history survives, a line with a leading blank does not', async () => {
    const file = join(folder, 'history');
    await shellWith(
      {},
      async (screen) => {
        await screen.type('echo kept\r');
        await screen.type(' echo hidden\r');
        screen.write('\x04');
        await screen.exited;
      },
      file,
    );
    assert.ok(existsSync(file));
    await shellWith(
      {},
      async (screen) => {
        await screen.type('\x1b[A');
        await screen.waitForLine(-2, /^❯ echo kept$/);
      },
      file,
    );
  });
});
