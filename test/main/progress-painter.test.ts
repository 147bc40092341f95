/** How often progress is printed, and that it never stays on the screen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgressPainter } from '../../src/main/progress-painter.ts';

function bench(inPlace: boolean, columns = 80): { painter: ProgressPainter; printed: string[]; clock: { ms: number } } {
  const printed: string[] = [];
  const clock = { ms: 5000 };
  const painter = new ProgressPainter({
    print: (text) => void printed.push(text),
    inPlace,
    utf8: false,
    columns: () => columns,
    now: () => clock.ms,
  });
  return { painter, printed, clock };
}

const at = (done: number) => ({ done, total: 10, rate: null, etaMs: null });

test('in place: at most ten a second, within the width, cleared before other output and at the end', () => {
  const { painter, printed, clock } = bench(true, 17);
  for (let ms = 0; ms < 1000; ms += 10) {
    clock.ms = 5000 + ms;
    painter.show(at(1));
  }
  assert.equal(printed.length, 10);
  assert.equal(printed[0], '\r[#-----] 1/10  1\x1b[K', 'cut, the last cell free, no sign beyond ASCII');
  painter.clear();
  painter.clear();
  assert.equal(printed.length, 11);
  assert.equal(printed.at(-1), '\r\x1b[K');
  painter.show(null);
  assert.equal(printed.length, 11, 'nothing is shown, nothing to clear');
  painter.show(at(2));
  painter.show(null);
  assert.equal(printed.at(-1), '\r\x1b[K');
});

test('plain: a whole line every two seconds, none for short work', () => {
  const { painter, printed, clock } = bench(false);
  for (let ms = 0; ms <= 6000; ms += 100) {
    clock.ms = 5000 + ms;
    painter.show(at(ms / 600));
    if (ms === 1900) assert.deepEqual(printed, []);
  }
  assert.equal(printed.length, 3);
  assert.ok(printed.every((line) => line.endsWith('\n') && !line.includes('\x1b') && !line.includes('\r')));
  painter.show(null);
  painter.show(at(1));
  assert.equal(printed.length, 3, 'the next work is short again');
});
