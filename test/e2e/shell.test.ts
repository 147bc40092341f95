/** The real program in a real pseudo terminal, over its demo: every view shows real data, keys run real commands. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PtyScreen } from '../help/pty-screen.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-e2e-shell-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const REFBOT = fileURLToPath(new URL('../../bin/refbot.js', import.meta.url));
const ESCAPE = '\x1b[27u';

test('keys --ran tells what the keys ran; every view shows what is there', async () => {
  const xdg = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, XDG_RUNTIME_DIR: folder };
  const screen = new PtyScreen(process.execPath, [REFBOT, 'shell'], { cwd: folder, env: { HOME: folder, ...xdg } });
  try {
    await screen.waitFor(() => screen.idleMarks > 0);
    await screen.waitFor(/F2 offers first steps/);
    screen.write('demo start --proxies 60; scrape; check --timeout 2s\r');
    await screen.waitFor(/checked \d+ in /, 30_000);
    await screen.type('view proxies\r');
    await screen.type(ESCAPE);
    await screen.waitFor(/┌─ proxies ─[^]*▶ (?:demo@)?127\.10\.\d+\.\d+:\d+[^]*CLOSED +working/);
    await screen.type('\r');
    await screen.waitFor(/proxies › [^]*score +0\.\d{3}[^]*success +[^]*reliability/);
    await screen.type('b');
    await screen.waitFor(/banned/);
    await screen.type(`${ESCAPE}]`);
    await screen.waitFor(/┌─ sources ─[^]*demo-csv +ok/);
    await screen.type(']');
    await screen.waitFor(/┌─ jobs ─[^]*check due +done/);
    await screen.type(']]');
    await screen.waitFor(/┌─ log ─[^]*demo-csv: \d+ found/);
    await screen.type(']');
    await screen.waitFor(/┌─ latency ─[^]*┌─ failure reasons ─/);
    await screen.type(']');
    await screen.waitFor(/┌─ options ─[^]*dashboard_refresh_rate/);
    await screen.type(']');
    await screen.waitFor(/┌─ help ─[^]*first steps/);
    await screen.type(':keys --ran\r');
    await screen.waitFor(/proxies ban @focus/);
    await screen.waitFor(/view next/);
    await screen.type('undo\r');
    await screen.waitFor(/banned 1 proxy|unbanned|took back/);
    screen.write('quit\r');
    assert.equal((await screen.exited).exitCode, 0);
  } finally {
    await screen.close();
  }
});
