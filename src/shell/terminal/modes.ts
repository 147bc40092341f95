/**
 * The terminal's modes as the shell wants them and as it leaves them. Written synchronously, because the last words of a
 * dying process must arrive.
 */
import { writeSync } from 'node:fs';

/** Alternate screen, keypad, no wrapping at the edge, mouse buttons and wheel in SGR form, bracketed paste, hidden cursor. */
export const ENTER =
  '\x1b[?1049h\x1b[?1h\x1b=\x1b[?7l\x1b[?1000h\x1b[?1002h\x1b[?1006h\x1b[?2004h\x1b[?25l\x1b[2J\x1b[H';
/** The same undone, plus what a library or a kill in mid-frame may have left: synchronised output, colours, charset, scroll region. */
export const LEAVE =
  '\x1b[?2026l\x1b[m\x1b(B\x1b[r\x1b[?2004l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?1004l\x1b[?7h\x1b[?1l\x1b>\x1b[?1049l\x1b[?25h';

/** Reports of buttons, drags and the wheel in SGR form. */
export const MOUSE_ON = '\x1b[?1000h\x1b[?1002h\x1b[?1006h';
export const MOUSE_OFF = '\x1b[?1006l\x1b[?1002l\x1b[?1000l';

/** A frame as one synchronised update. @param cursor where it belongs; null hides it */
export function frameOf(changes: string, cursor: { readonly x: number; readonly y: number } | null): string {
  const place = cursor ? `\x1b[${cursor.y + 1};${cursor.x + 1}H\x1b[?25h` : '';
  return `\x1b[?2026h\x1b[?25l${changes}${place}\x1b[?2026l`;
}

const ATTEMPTS = 50;
const PAUSE_MS = 5;

/** Writes all of the text now. A terminal that is gone or stays full for 250 ms is given up without an error. */
export function writeNow(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  let offset = 0;
  for (let attempt = 0; attempt < ATTEMPTS && offset < bytes.length;) {
    try {
      offset += writeSync(fd, bytes, offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      attempt++;
      Atomics.wait(sleeper, 0, 0, PAUSE_MS);
    }
  }
}

/**
 * Brings back a terminal that a killed shell left behind (`refbot --reset-terminal`): modes by escape sequences, line
 * editing and echo by `stty sane`, which knows the kernel's side.
 */
export function resetTerminal(): void {
  if (process.stdout.isTTY) writeNow(process.stdout.fd, `${LEAVE}\r\n`);
  if (process.platform !== 'win32' && process.stdin.isTTY)
    process.getBuiltinModule('node:child_process').spawnSync('stty', ['sane'], { stdio: 'inherit', timeout: 2000 });
}
