/**
 * Lines, corners and blocks of a picture as shapes: fonts draw them with gaps and in widths of their own, and then frames
 * do not close. Collected by colour for the whole picture; called by the screenshot only.
 */

/** Which ways a line goes from the middle of its cell. */
const LINES: Readonly<Record<string, string>> = {
  '─': 'lr',
  '│': 'ud',
  '┌': 'rd',
  '┐': 'ld',
  '└': 'ru',
  '┘': 'lu',
  '├': 'rud',
  '┤': 'lud',
  '┬': 'lrd',
  '┴': 'lru',
  '┼': 'lrud',
};
const WAYS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  l: [-1, 0],
  r: [1, 0],
  u: [0, -1],
  d: [0, 1],
};
const BLOCKS = /^[▀-▐▔▕━╸]$/;

/** Left, top, right and bottom of what a block character fills of its cell. */
function filledPart(char: string): readonly [number, number, number, number] {
  const code = char.charCodeAt(0);
  if (char === '━' || char === '╸') return [0, 0.42, char === '━' ? 1 : 0.5, 0.58];
  if (char === '▀') return [0, 0, 1, 0.5];
  if (char === '▐') return [0.5, 0, 1, 1];
  if (char === '▔') return [0, 0, 1, 1 / 8];
  if (char === '▕') return [7 / 8, 0, 1, 1];
  // ▁ to █ grow from below, ▉ to ▏ shrink to the left.
  return code <= 0x2588 ? [0, 1 - (code - 0x2580) / 8, 1, 1] : [0, 0, (0x2590 - code) / 8, 1];
}

const round = (value: number): string => String(Math.round(value * 100) / 100);

export class PictureShapes {
  readonly #width: number;
  readonly #height: number;
  readonly #lines = new Map<string, string[]>();
  readonly #blocks = new Map<string, string[]>();

  /** @param width of a cell @param height of a cell */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** Takes a character that is drawn as a shape. @returns false when it is a letter */
  add(char: string, left: number, top: number, ink: string): boolean {
    const ways = LINES[char];
    if (ways !== undefined) this.#addLine(ways, left, top, ink);
    else if (BLOCKS.test(char)) this.#addBlock(char, left, top, ink);
    else return false;
    return true;
  }

  #addLine(ways: string, left: number, top: number, ink: string): void {
    const [x, y] = [left + this.#width / 2, top + this.#height / 2];
    for (const way of ways) {
      const [right, down] = WAYS[way]!;
      const end = right === 0 ? `v${round((down * this.#height) / 2)}` : `h${round((right * this.#width) / 2)}`;
      pushTo(this.#lines, ink, `M${round(x)} ${round(y)}${end}`);
    }
  }

  #addBlock(char: string, left: number, top: number, ink: string): void {
    const [x0, y0, x1, y1] = filledPart(char);
    const [x, y] = [left + x0 * this.#width, top + y0 * this.#height];
    const [width, height] = [(x1 - x0) * this.#width, (y1 - y0) * this.#height];
    pushTo(this.#blocks, ink, `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`);
  }

  toSvg(): string[] {
    return [
      ...[...this.#blocks].map(
        ([ink, parts]) => `<path fill="${ink}" shape-rendering="crispEdges" d="${parts.join('')}"/>`,
      ),
      ...[...this.#lines].map(
        ([ink, parts]) => `<path stroke="${ink}" fill="none" stroke-linecap="square" d="${parts.join('')}"/>`,
      ),
    ];
  }
}

function pushTo(map: Map<string, string[]>, ink: string, part: string): void {
  const parts = map.get(ink);
  if (parts) parts.push(part);
  else map.set(ink, [part]);
}
