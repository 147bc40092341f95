/** The widget hand with its real worker and the real widgets: what is drawn, what becomes of old data, and how it ends. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { siblingModule } from '../../../src/lib/sibling.ts';
import { WidgetHand, type HandOptions } from '../../../src/shell/contrib/hand.ts';
import type { Widget } from '../../../src/shell/contrib/types.ts';
import { Brush } from '../../../src/shell/paint/brush.ts';
import { Cells } from '../../../src/shell/paint/cells.ts';
import { lookOf } from '../../../src/shell/paint/style.ts';
import { themeFor } from '../../../src/shell/theme-set.ts';

const COLOR = 74;
const gauge = (share: number): Widget => ({ kind: 'gauge', share, color: COLOR, ink: 16 });

class Page {
  readonly hand: WidgetHand;
  readonly told: string[] = [];
  #wake = (): void => {};

  constructor(t: TestContext, options?: HandOptions) {
    this.hand = new WidgetHand(options);
    this.hand.start((slot) => {
      this.told.push(slot);
      this.#wake();
    });
    // The worker keeps nothing alive, the test has to.
    const awake = setInterval(() => {}, 1_000);
    t.after(async () => {
      await this.hand.stop();
      clearInterval(awake);
    });
  }

  /** Paints into a row of the page's cells that is otherwise filled with dots. */
  paint(widget: Widget, columns = 30, rows = 3): { cells: Cells; drawn: boolean } {
    const cells = new Cells(columns, rows);
    cells.chars.fill('.');
    const brush = new Brush(cells, { x: 0, y: 0, width: columns, height: rows }, themeFor('dark', 256), true);
    return { cells, drawn: this.hand.draw(brush, 'place', widget) };
  }

  /** Until the hand tells of so many pictures in all. */
  async pictures(count: number): Promise<void> {
    while (this.told.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

const colored = (cells: Cells, y: number): number =>
  Array.from({ length: cells.columns }, (_, x) => lookOf(cells.styles[y * cells.columns + x]!).bg).filter(
    (bg) => bg === COLOR,
  ).length;

test('a gauge at 37 % shows 37 %, in words and in length', async (t) => {
  const page = new Page(t);
  const first = page.paint(gauge(0.37));
  assert.equal(first.drawn, false, 'nothing is there yet');
  assert.equal(first.cells.rowText(1), '.'.repeat(30), 'and nothing is touched');
  await page.pictures(1);
  const { cells, drawn } = page.paint(gauge(0.37));
  assert.equal(drawn, true);
  assert.match(cells.rowText(1), /^\. {6}37% \.+$/);
  assert.deepEqual(
    [0, 1, 2].map((y) => colored(cells, y)),
    [10, 10, 10],
  );
  assert.equal(Math.round((10 / 27) * 100), 37);
});

test('newer data comes without a gap, and only the newest is waited for', async (t) => {
  const page = new Page(t);
  page.paint(gauge(0.1));
  await page.pictures(1);
  for (const share of [0.2, 0.3, 0.4, 0.5, 0.6]) assert.match(page.paint(gauge(share)).cells.rowText(1), /10%/);
  await page.pictures(3);
  assert.match(page.paint(gauge(0.6)).cells.rowText(1), /60%/);
  page.paint(gauge(0.6));
  // Another size is another picture: the one of before would not fit.
  assert.equal(page.paint(gauge(0.6), 40).drawn, false);
  await page.pictures(4);
  assert.equal(page.told.length, 4, 'what did not change is not drawn again');
  assert.match(page.paint(gauge(0.6), 40).cells.rowText(1), /60%/);
});

test('the worker goes when nobody looks, and another comes with the next look', async (t) => {
  const page = new Page(t, { idleMs: 20 });
  page.paint(gauge(0.5));
  assert.equal(page.hand.isRunning, true);
  while (page.hand.isRunning) await new Promise((resolve) => setTimeout(resolve, 5));
  const told = page.told.length;
  page.hand.draw(
    new Brush(new Cells(1, 1), { x: 0, y: 0, width: 0, height: 0 }, themeFor('dark', 256), true),
    'x',
    gauge(1),
  );
  assert.equal(page.hand.isRunning, false, 'a place without room asks for nothing');
  const looking = setInterval(() => page.paint(gauge(0.5)), 5);
  await page.pictures(told + 1);
  clearInterval(looking);
  assert.match(page.paint(gauge(0.5)).cells.rowText(1), /50%/);
  await page.hand.stop();
  assert.equal(page.hand.isRunning, false);
  assert.equal(page.paint(gauge(0.5)).drawn, false, 'stopped for good');
  assert.equal(page.hand.isRunning, false);
});

test('after the worker died the page is told, and draws by itself', async (t) => {
  const page = new Page(t, { url: siblingModule(import.meta.url, './fixtures/broken-worker') });
  page.paint(gauge(0.5));
  await page.pictures(1);
  assert.equal(page.paint(gauge(0.6)).drawn, false);
  assert.equal(page.hand.isRunning, false);
});

test('a hand that was not started starts no worker', () => {
  const hand = new WidgetHand();
  const brush = new Brush(new Cells(30, 3), { x: 0, y: 0, width: 30, height: 3 }, themeFor('dark', 256), true);
  assert.equal(hand.draw(brush, 'place', gauge(0.5)), false);
  assert.equal(hand.isRunning, false);
});
