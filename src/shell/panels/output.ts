/**
 * What commands printed, as a pager: follows the end, scrolls back through the whole buffer, folds words and cuts tables,
 * goes from result to result. The command stands above as long as its result goes on below.
 */
import type { PanelAction } from '../../command/screen.ts';
import { definePanel, type Panel, type PanelPort, type Scene } from '../define-panel.ts';
import type { HeldLines, OutputBuffer, OutputResult } from '../run/output-buffer.ts';
import type { Brush } from '../paint/brush.ts';
import { actOnText, copyLines } from '../text/act-on-text.ts';
import { OutputText } from '../text/output-text.ts';
import { Scroller } from '../text/scroller.ts';

export default definePanel({
  title: 'output',
  tab: 'output',
  number: 8,
  kind: 'text',
  create: () => new OutputPanel(),
});

class OutputPanel implements Panel {
  readonly #scroller = new Scroller({ follows: true, folds: false });
  /** What was there when it was frozen; null while it is not. */
  #held: HeldLines | null = null;

  heading({ output }: Scene): string {
    const fresh = this.#held ? output.end - this.#held.end : 0;
    const frozen = this.#held ? `frozen${fresh > 0 ? `, ${fresh} new` : ''}` : '';
    const { below } = this.#scroller;
    return [frozen, this.#scroller.heading() + (below > 0 ? ', PgDn' : '')].filter((part) => part !== '').join('  ');
  }

  paint(brush: Brush, { output, facts }: Scene): void {
    const { theme } = brush;
    this.#scroller.paint(brush, this.#text(output));
    if (output.end === output.first) {
      const hint = facts ? 'results of commands appear here; try: proxies top 10' : 'opening state…';
      return void brush.text(0, 0, hint, theme.dim);
    }
    const [top = 0] = this.#scroller.visible;
    const result = output.resultAt(top);
    // The row below is still there when one pages on: pages overlap by a row.
    // The first row of a result is worth more than its command: of an error it says what is wrong.
    const isBeginning = result === null || top <= result.from + 1;
    if (isBeginning || brush.height < 4 || !this.#goesOn(result, output)) return;
    brush.band(0, theme.text);
    const x = brush.line(0, 0, result.title);
    brush.fill(x + 1, 0, brush.width - x - 1, '─', theme.faint);
  }

  /** Below the row that the command would cover there is something of its result. */
  #goesOn({ end }: OutputResult, output: OutputBuffer): boolean {
    const text = this.#text(output);
    return [1, 2].some((y) => {
      const line = this.#scroller.lineAt(y);
      return line !== null && line < end && text.text(line) !== '';
    });
  }

  act(action: PanelAction, { output }: Scene, port: PanelPort): boolean {
    if (action.kind === 'freeze') this.#freeze(output);
    else if (action.kind === 'follow' && this.#held) this.#freeze(output);
    else if (action.kind === 'jump') this.#jump(action.which, output, port);
    else if (action.kind === 'copy' && action.what === 'all') this.#copyResult(output, port);
    else return actOnText(this.#scroller, action, this.#text(output), port);
    return true;
  }

  scroll(rows: number): void {
    this.#scroller.scroll(rows);
  }

  press(_x: number, y: number): boolean {
    const line = this.#scroller.lineAt(y);
    this.#scroller.pick(line === this.#scroller.picked ? null : line);
    return line !== null;
  }

  reveal(line: number): void {
    if (!this.#held) this.#scroller.reveal(line);
  }

  #text(output: OutputBuffer): OutputText {
    return new OutputText(this.#held ?? output);
  }

  #freeze(output: OutputBuffer): void {
    if (this.#held) return this.#letGo();
    this.#held = output.hold(() => this.#letGo());
    this.#scroller.follow(false);
  }

  #letGo(): void {
    this.#held?.letGo();
    this.#held = null;
    this.#scroller.follow(true);
  }

  /** The result that the person looks at: the one at the top, or the last where the end is followed. */
  #resultInSight(output: OutputBuffer): OutputResult | null {
    const { visible, picked, isFollowing } = this.#scroller;
    return output.resultAt(picked ?? (isFollowing ? output.end - 1 : (visible[0] ?? output.first)));
  }

  #jump(which: 'next' | 'previous', output: OutputBuffer, port: PanelPort): void {
    const [top = output.first] = this.#scroller.visible;
    const here = output.resultAt(top);
    const before =
      here !== null && here.from < top ? here.from : (output.resultAt((here?.from ?? top) - 1)?.from ?? null);
    const after = here?.end ?? output.end;
    const to = which === 'previous' ? before : after < output.end ? after : null;
    if (to === null || to < output.first) return port.tell(`there is no ${which} result`);
    this.#scroller.pick(null);
    this.#scroller.reveal(to);
  }

  /** The data of a result; of one that has none, what it said. */
  #copyResult(output: OutputBuffer, port: PanelPort): void {
    const text = this.#text(output);
    const result = this.#resultInSight(output);
    const from = Math.max(text.first, result ? result.from + 1 : text.first);
    const end = Math.min(text.end, result?.end ?? text.end);
    const numbers = Array.from({ length: Math.max(0, end - from) }, (_, index) => from + index);
    const data = numbers.filter((number) => output.line(number).formattedFor > 0);
    copyLines(data.length > 0 ? data : numbers, text, port);
  }
}
