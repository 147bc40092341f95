/**
 * The data side of the shell: the engine once it is open, the snapshot that panels show, and the log lines from before
 * there was an engine to keep them. Says which panels are out of date; paints nothing.
 */
import type { Engine, EngineView } from '../../engine/types.ts';
import { maskSecrets, safeText } from '../../lib/safe-text.ts';
import type { LogEntry, LogLines } from '../../model/events.ts';
import { type Facts, FactsReader } from './facts.ts';

/** Log lines kept while there is no engine. */
const MAX_EARLY_LOG = 200;
const MAX_LOG_LENGTH = 500;

export class Feed {
  readonly #touch: (panel: string | 'all') => void;
  readonly #earlyLog: LogEntry[] = [];
  /** Early lines that had to go. */
  #forgotten = 0;
  readonly #earlyLines: LogLines;
  readonly #subscriptions: (() => void)[] = [];
  #engine: Engine | null = null;
  #reader: FactsReader | null = null;
  #facts: Facts | null = null;
  /** The snapshot is older than something that just happened. */
  #isStale = false;
  #failure = '';
  #timer: NodeJS.Timeout | undefined;

  /** @param touch marks a panel as out of date */
  constructor(touch: (panel: string | 'all') => void) {
    this.#touch = touch;
    const first = (): number => this.#forgotten;
    const lines = this.#earlyLog;
    this.#earlyLines = {
      get first() {
        return first();
      },
      get end() {
        return first() + lines.length;
      },
      at: (number) => lines[number - first()],
    };
  }

  get view(): EngineView | null {
    return this.#engine?.view ?? null;
  }

  /** The snapshot; read anew when something happened since. Null while there is no engine. */
  get facts(): Facts | null {
    if (this.#isStale && this.#reader) {
      this.#isStale = false;
      try {
        this.#facts = this.#reader.read();
        this.#failure = '';
      } catch (error) {
        // The screen goes on with what it had; the log says why, once.
        const failure = `cannot read the engine: ${error instanceof Error ? error.message : String(error)}`;
        if (failure !== this.#failure) this.note('error', 'shell', failure);
        this.#failure = failure;
      }
    }
    return this.#facts;
  }

  /** @param isReadonly said by the facts: commands that change something are refused */
  start(engine: Engine, isReadonly = false): void {
    this.#engine = engine;
    this.#reader = new FactsReader(engine, isReadonly);
    for (const entry of this.#earlyLog) engine.note(entry.level, entry.area, entry.message);
    this.#subscriptions.push(
      engine.bus.on('log.added', () => this.#touch('log')),
      engine.bus.on('job.changed', () => {
        this.outdate('loading');
        this.#touch('jobs');
      }),
      engine.bus.on('config.changed', () => this.outdate('configuration')),
    );
    this.#refresh(engine);
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const end of this.#subscriptions.splice(0)) end();
  }

  /** Something happened that is worth showing before the next refresh; the snapshot is read with the next frame. */
  outdate(panel: string | 'all'): void {
    this.#isStale = true;
    this.#touch(panel);
    this.#touch('header');
  }

  /** The log by number; another object once there is an engine. */
  get log(): LogLines {
    return this.view?.logLines ?? this.#earlyLines;
  }

  /** Adds a line from outside the engine to the log: console output, warnings. */
  note(level: LogEntry['level'], area: string, text: string): void {
    const message = maskSecrets(safeText(text, MAX_LOG_LENGTH));
    if (this.#engine) return this.#engine.note(level, area, message);
    if (this.#earlyLog.push({ at: Date.now(), level, area, message }) > MAX_EARLY_LOG) {
      this.#earlyLog.shift();
      this.#forgotten += 1;
    }
    this.#touch('log');
  }

  #refresh(engine: Engine): void {
    this.#isStale = true;
    // Results of commands are no data of the engine; everything else may have changed.
    this.#touch('data');
    this.#timer = setTimeout(() => this.#refresh(engine), 1000 / engine.config.get('dashboard_refresh_rate'));
  }
}
