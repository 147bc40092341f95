/** The charts page in the real shell: the widgets come by themselves, follow a change of size, and leave with the shell. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type PtyOptions, type PtyScreen } from '../../help/pty-screen.ts';
import { assertNormal, withShell } from '../../help/with-shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-charts-'));
after(() => rmSync(folder, { recursive: true }));

/** `]` to the page after the log, with nothing in the prompt. */
function onCharts(options: PtyOptions, use: (screen: PtyScreen) => Promise<void>): Promise<void> {
  return withShell({ cwd: folder, ...options }, [join(folder, 'history')], async (screen) => {
    for (let view = 0; view < 6; view++) screen.write(']');
    await screen.waitFor(/failure reasons/);
    await use(screen);
  });
}

const ACCENT_BACKGROUND = /\x1b\[(?:\d+;)*48;5;\d+m/;

test('gauge, rings and small lines appear, also after a change of size, and the shell ends as it should', () =>
  onCharts({ columns: 120, rows: 36 }, async (screen) => {
    await screen.waitFor(/·12%·[^]*51%.*36%.*7%/);
    assert.match(screen.raw, ACCENT_BACKGROUND, 'the bar of the gauge is a background');
    screen.resize(160, 50);
    await screen.waitFor(() => screen.lines[0]!.length > 120 && /12%·[^]*51%.*36%.*7%/.test(screen.text));
    screen.write('quit\r');
    assert.equal((await screen.exited).exitCode, 0);
    await assertNormal(screen);
  }));

test('without colours the page is drawn by the shell itself', () =>
  onCharts({ columns: 120, rows: 36, env: { NO_COLOR: '1' } }, async (screen) => {
    await screen.waitFor(/elite .* 50\.8 %[^]*·  +12\.4 %/);
    assert.doesNotMatch(screen.raw, ACCENT_BACKGROUND);
  }));
