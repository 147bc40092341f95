/** The help over the panels: the keys that hold where the person is, read from the bindings. Any key closes it. */
import type { Binding } from '../../command/keys/binding.ts';
import { showChord } from '../../command/keys/chord.ts';
import type { InputEvent } from '../input/events.ts';
import type { Brush } from '../paint/brush.ts';
import { drawnWidth } from '../paint/glyphs.ts';
import type { Overlay, OverlayAction } from './overlay.ts';

export interface KeyGroup {
  readonly title: string;
  readonly bindings: readonly Binding[];
}

const KEY_COLUMNS = 22;
const COLUMN = 56;

export class KeyHelp implements Overlay {
  readonly title = 'keys';
  readonly size = { columns: 3 * COLUMN + 4, rows: 60 };
  readonly keys = [
    ['↑↓', 'scroll'],
    ['any other key', 'close'],
  ] as const;
  readonly #groups: readonly KeyGroup[];
  readonly #helpOf: (line: string) => string;
  #top = 0;
  #over = 0;

  /** @param helpOf what a command line does, in words */
  constructor(groups: readonly KeyGroup[], helpOf: (line: string) => string) {
    this.#groups = groups.filter(({ bindings }) => bindings.length > 0);
    this.#helpOf = helpOf;
  }

  handle(event: Exclude<InputEvent, { readonly type: 'focus' }>): OverlayAction {
    const by = stepOf(event);
    if (by === null) return { kind: 'close' };
    this.#top = Math.max(0, Math.min(this.#over, this.#top + by));
    return { kind: 'stay' };
  }

  paint(brush: Brush): null {
    const columns = Math.max(1, Math.floor(brush.width / COLUMN));
    const width = Math.floor(brush.width / columns);
    const rows = this.#rows();
    const perColumn = Math.max(1, Math.ceil(rows.length / columns));
    this.#over = Math.max(0, perColumn - brush.height);
    this.#top = Math.min(this.#top, this.#over);
    for (const [index, paint] of rows.entries()) {
      const y = (index % perColumn) - this.#top;
      if (y >= 0 && y < brush.height) paint(brush.part(Math.floor(index / perColumn) * width, y, width - 2, 1));
    }
    return null;
  }

  #rows(): ((brush: Brush) => void)[] {
    return this.#groups.flatMap(({ title, bindings }, index) => [
      ...(index > 0 ? [() => {}] : []),
      (brush: Brush): void => void brush.text(0, 0, title, brush.theme.accent),
      ...foldLines(bindings).map(([line, chords]) => (brush: Brush): void => {
        const keys = chords.map(showChord).join(' ');
        const x = brush.text(2, 0, keys, brush.theme.strong, KEY_COLUMNS - 4);
        brush.text(Math.max(x + 1, KEY_COLUMNS - 1), 0, this.#helpOf(line), brush.theme.text);
      }),
    ]);
  }
}

/** Keys that run the same line are one row; the number keys are one as well. */
function foldLines(bindings: readonly Binding[]): [line: string, chords: string[]][] {
  const lines = new Map<string, string[]>();
  for (const { chord, line } of bindings) {
    const key = /^focus \d$/.test(line) ? 'focus 1' : line;
    const chords = lines.get(key) ?? [];
    lines.set(key, key !== line ? [`1-${chord}`] : drawnWidth(chords.join(' ')) > 12 ? chords : [...chords, chord]);
  }
  return [...lines];
}

function stepOf(event: Exclude<InputEvent, { readonly type: 'focus' }>): number | null {
  if (event.type === 'mouse')
    return event.kind === 'wheel-up' ? -3 : event.kind === 'wheel-down' ? 3 : event.kind === 'press' ? null : 0;
  if (event.type !== 'key') return null;
  const steps: Readonly<Record<string, number>> = { up: -1, down: 1, pageup: -10, pagedown: 10 };
  return steps[event.chord] ?? null;
}
