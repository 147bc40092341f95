/** The event log: follows the newest line until it is scrolled, then stays where it is; by level, searched, frozen. */
import type { PanelAction } from '../../command/screen.ts';
import type { LogEntry, LogLines } from '../../model/events.ts';
import { definePanel, type Panel, type PanelPort, type Scene } from '../define-panel.ts';
import type { Brush } from '../paint/brush.ts';
import { actOnText } from '../text/act-on-text.ts';
import { goOnInSlices } from '../text/in-slices.ts';
import { type Level, LEVELS, LogIndex } from '../text/log-index.ts';
import { LogText, TIMES } from '../text/log-text.ts';
import { Scroller, WIDE } from '../text/scroller.ts';

export default definePanel({ title: 'log', tab: 'log', number: 7, kind: 'text', create: () => new LogPanel() });

class LogPanel implements Panel {
  readonly #scroller = new Scroller({ follows: true, folds: 'wide' });
  #least: Level = 'info';
  #times: (typeof TIMES)[number] = 'clock';
  #source: LogLines | null = null;
  /** What was there when the log was frozen; null while it is not. */
  #held: LogLines | null = null;
  #index: LogIndex | null = null;
  #text: LogText | null = null;

  heading(scene: Scene): string {
    const fresh = this.#held ? scene.log.end - this.#held.end : 0;
    const frozen = this.#held ? `frozen${fresh > 0 ? `, ${fresh} new` : ''}` : '';
    const follow = this.#scroller.isFollowing && !this.#held ? 'follow' : '';
    return [`level:${this.#least}`, frozen, this.#scroller.heading(), follow].filter((part) => part !== '').join('  ');
  }

  paint(brush: Brush, scene: Scene): void {
    if (scene.log !== this.#source) this.#begin(scene.log);
    this.#text = this.#read(this.#held ?? scene.log, brush, scene.now);
    this.#scroller.paint(brush, this.#text);
    if (this.#text.first < this.#text.end) return;
    const isEmpty = scene.log.first === scene.log.end;
    brush.text(
      0,
      0,
      isEmpty ? 'nothing happened yet' : `nothing of level ${this.#least}; l shows other levels`,
      brush.theme.dim,
    );
  }

  act(action: PanelAction, scene: Scene, port: PanelPort): boolean {
    if (action.kind === 'level') this.#setLevel(action.least, scene.log, port);
    else if (action.kind === 'times') {
      this.#times = TIMES[(TIMES.indexOf(this.#times) + 1) % TIMES.length]!;
      this.#scroller.search.restart();
    } else if (action.kind === 'freeze') this.#freeze(scene.log);
    else if (action.kind === 'follow' && this.#held) {
      this.#held = null;
      this.#scroller.follow(true);
    } else return this.#text !== null && actOnText(this.#scroller, action, this.#text, port);
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

  /** The entry that was picked, as the `log` command shows it. */
  row(): Readonly<Record<string, unknown>> | null {
    const { picked } = this.#scroller;
    const group = picked === null ? undefined : this.#index?.at(picked);
    const entry = group && (this.#held ?? this.#source)?.at(group.last);
    return entry ? { ...entry, at: new Date(entry.at).toISOString() } : null;
  }

  /** Another log: the one of the engine in place of that of the start. */
  #begin(log: LogLines): void {
    this.#source = log;
    this.#held = null;
    this.#index = new LogIndex(log, this.#least);
    this.#scroller.reset();
  }

  #read(log: LogLines, brush: Brush, now: number): LogText {
    this.#index!.keepUp(log);
    const isWide = brush.width >= WIDE;
    // Levels are words or letters: other lines hold what is searched for.
    if (this.#text && this.#text.isWide !== isWide) this.#scroller.search.restart();
    const look = { theme: brush.theme, times: this.#times, isWide, now };
    return new LogText(this.#index!, log, look);
  }

  #setLevel(wanted: string, log: LogLines, port: PanelPort): void {
    const next = LEVELS[(LEVELS.indexOf(this.#least) + 1) % LEVELS.length]!;
    this.#least = LEVELS.find((level) => level === wanted) ?? next;
    // What was at the top stays there, or what came next of what is shown now.
    const top = this.#scroller.isFollowing ? undefined : this.#index?.at(this.#scroller.visible[0] ?? 0)?.last;
    this.#index = new LogIndex(log, this.#least);
    if (!this.#index.keepUp(this.#held ?? log)) this.#finish(this.#index, port);
    this.#scroller.reset(top === undefined ? null : this.#index.find(top));
  }

  /** A long log is looked through in slices; the newest lines are there at once. */
  #finish(index: LogIndex, port: PanelPort): void {
    goOnInSlices(
      () => index.keepUp(this.#held ?? this.#source ?? undefined),
      () => index === this.#index,
      () => {},
      port,
    );
  }

  #freeze(log: LogLines): void {
    if (this.#held) {
      this.#held = null;
      return this.#scroller.follow(true);
    }
    this.#held = holdOf(log);
    this.#scroller.follow(false);
  }
}

/** The entries that are there now, with their numbers. */
function holdOf(log: LogLines): LogLines {
  const { first, end } = log;
  const entries: (LogEntry | undefined)[] = [];
  for (let number = first; number < end; number++) entries.push(log.at(number));
  return { first, end, at: (number) => entries[number - first] };
}
