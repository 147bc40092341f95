/**
 * What becomes of a command's result: where it begins in the output, how much room it gets, and how the result of a key
 * is told. Listens to the runner; moves the output and the navigation.
 */
import { EXIT } from '../../model/errors.ts';
import type { Navigation } from '../controls/navigation.ts';
import type { OutputBuffer } from './output-buffer.ts';
import { drawnWidth } from '../paint/glyphs.ts';
import type { NamedPanel } from '../panel-set.ts';
import type { Origin } from './runner.ts';
import type { Stage } from '../stage/stage.ts';

export interface ResultsPort {
  readonly output: OutputBuffer;
  readonly navigation: Navigation;
  readonly stage: Stage;
  readonly panels: readonly NamedPanel[];
  /** The keys go to the prompt. */
  readonly isTyping: () => boolean;
  /** Says it in the hint line. */
  readonly tell: (text: string) => void;
  /** Says it where the person is now. */
  readonly announce: (text: string) => void;
}

/** The command that somebody waits for. */
interface Result {
  /** Its first line in the output. */
  readonly from: number;
  readonly how: 'typed' | 'key';
  /** It has been given all the room there is, or is not to be given any. */
  readonly isWide: boolean;
  /** Where the person was when it began. */
  readonly view: string;
  /** The command has ended: what comes now is of others. */
  readonly isOver: boolean;
}

/** Lines of a key's result that the hint line can tell, the last of them how long it took, and the cells around it. */
const TOLD_LINES = 4;
const HINT_MARGIN = 4;

export class Results {
  readonly #port: ResultsPort;
  #result: Result | null = null;

  constructor(port: ResultsPort) {
    this.#port = port;
  }

  begin(how: Origin): void {
    const { output, navigation } = this.#port;
    this.#result =
      how === 'start'
        ? null
        : { from: output.end, how, isWide: how === 'key', view: navigation.view.name, isOver: false };
    if (how !== 'typed') return;
    navigation.openOutput('usual');
    // Wherever somebody has scrolled to: what was typed is seen.
    this.#reveal(output.end);
  }

  /** What is refreshed in its place is seen from its beginning, as a page of a book is. */
  refreshed(): void {
    if (this.#result && !this.#result.isOver) this.#reveal(this.#result.from);
  }

  end(status: number): void {
    if (this.#result?.how === 'key') this.#tell(this.#result, status === EXIT.ok);
    if (!this.#result) return;
    // A long result is read from its beginning; of one that failed, the end says why.
    this.#reveal(status === EXIT.ok ? this.#result.from : this.#port.output.end);
    this.#result = { ...this.#result, isOver: true };
  }

  #reveal(line: number): void {
    this.#port.panels.find(({ name }) => name === 'output')?.panel.reveal?.(line);
  }

  /** A result that does not fit into the usual place of the output gets more room, once, from whoever waits for it. */
  giveRoom(): void {
    const { navigation, stage, isTyping } = this.#port;
    const result = this.#result;
    if (!result || result.isWide || stage.layout.kind === 'tiny') return;
    // Who went on to something else keeps it, and the keys with it.
    const isWide = isTyping() && navigation.view.name === result.view && this.#needsRoom(result);
    if (isWide || result.isOver) this.#result = { ...result, isWide: true };
    if (isWide) navigation.openOutput('wide');
  }

  #needsRoom({ from }: Result): boolean {
    const { output, stage } = this.#port;
    const { columns, rows } = stage.usualOutput();
    const first = Math.max(from, output.first);
    if (output.end - first > rows) return true;
    for (let number = first; number < output.end; number++) {
      const { segments } = output.line(number);
      if (segments.reduce((sum, [text]) => sum + drawnWidth(text), 0) > columns) return true;
    }
    return false;
  }

  /**
   * What a key did is told in the hint line, or where the person is when that is another view by now; what is longer is
   * shown in the usual place of the output.
   */
  #tell({ from, view }: Result, isGood: boolean): void {
    const { output, navigation, stage, tell, announce } = this.#port;
    const lines: string[] = [];
    // The first line repeats the command.
    for (let number = Math.max(from + 1, output.first); number < output.end; number++) {
      const { segments } = output.line(number);
      lines.push(segments.map(([text]) => text).join(''));
    }
    if (navigation.view.name !== view) return announce(lines.slice(0, -1).join('  ') || 'done');
    const told = lines.map((line) => line.trim().replaceAll(/ {2,}/g, ' ')).join('  ') || 'done';
    // What went wrong is read with the place that it points at.
    const most = isGood ? TOLD_LINES : 2;
    const isTable = lines.some((line) => line.trim().split(/ {2,}/).length > 2);
    if (!isTable && lines.length <= most && drawnWidth(told) <= stage.cells.columns - HINT_MARGIN) return tell(told);
    // The keys stay where they are: the next one is for the same panel.
    navigation.openOutput('usual');
  }
}
