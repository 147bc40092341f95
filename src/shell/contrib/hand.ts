/**
 * The main thread's end of the widget worker: keeps the last picture of each place on the page, asks for another when
 * its data or size changed, and lets the worker go when nobody has looked for a while. Never waits: a widget that is not
 * there yet, or never will be, is the caller's to draw.
 */
import { siblingModule } from '../../lib/sibling.ts';
import { WorkerLane } from '../../lib/worker-lane.ts';
import type { Brush } from '../paint/brush.ts';
import { copyPicture } from './copy-picture.ts';
import type { DrawAnswer, DrawRequest, Picture, Widget } from './types.ts';

/** Without a look for so long the worker is not worth its memory. */
const IDLE_MS = 5_000;
/** Drawing leaves much garbage and keeps little: without a limit it takes 14 MB more. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 48 };

interface Place {
  picture: Picture | null;
  /** What the picture was asked for with. */
  asked: string;
  /** An answer is on its way. */
  isWaiting: boolean;
  /** Asked for while an answer was on its way; only the newest is kept. */
  next: DrawRequest | null;
}

export interface HandOptions {
  readonly idleMs?: number;
  /** The module of the worker; tests give another. */
  readonly url?: URL;
}

export class WidgetHand {
  readonly #idleMs: number;
  readonly #url: URL;
  readonly #places = new Map<string, Place>();
  #onPicture: ((slot: string) => void) | null = null;
  #lane: WorkerLane<DrawRequest, DrawAnswer> | null = null;
  #idleTimer: NodeJS.Timeout | undefined;
  #isBroken = false;

  constructor({ idleMs = IDLE_MS, url = siblingModule(import.meta.url, './worker') }: HandOptions = {}) {
    this.#idleMs = idleMs;
    this.#url = url;
  }

  /** True while there is a worker. */
  get isRunning(): boolean {
    return this.#lane !== null;
  }

  /**
   * From here on widgets are drawn; before it, and after {@link stop}, there is no worker.
   * @param onPicture told the slot when there is a newer picture to paint
   */
  start(onPicture: (slot: string) => void): void {
    this.#onPicture = onPicture;
  }

  /**
   * Copies the widget of a slot to the brush's whole area. The picture may be one of slightly older data.
   * @returns false when there is none of this size: draw it yourself
   */
  draw(brush: Brush, slot: string, widget: Widget): boolean {
    const { width: columns, height: rows } = brush;
    if (!this.#onPicture || this.#isBroken || columns < 1 || rows < 1) return false;
    this.#ask({ slot, columns, rows, widget });
    const picture = this.#places.get(slot)?.picture;
    if (picture?.columns !== columns || picture.rows !== rows) return false;
    copyPicture(brush, picture);
    return true;
  }

  /** Ends the worker for good. */
  async stop(): Promise<void> {
    this.#onPicture = null;
    await this.#release();
  }

  /** Ends the worker; the next look starts another. */
  async #release(): Promise<void> {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
    const lane = this.#lane;
    this.#lane = null;
    this.#places.clear();
    await lane?.stop();
  }

  #ask(request: DrawRequest): void {
    let place = this.#places.get(request.slot);
    if (!place) this.#places.set(request.slot, (place = { picture: null, asked: '', isWaiting: false, next: null }));
    const asked = JSON.stringify(request);
    this.#stayAwake();
    if (place.asked === asked) return;
    place.asked = asked;
    if (place.isWaiting) place.next = request;
    else this.#post(place, request);
  }

  #post(place: Place, request: DrawRequest): void {
    place.isWaiting = true;
    place.next = null;
    this.#open().post(request);
  }

  #open(): WorkerLane<DrawRequest, DrawAnswer> {
    if (this.#lane) return this.#lane;
    const lane = new WorkerLane<DrawRequest, DrawAnswer>(this.#url, {
      name: 'widgets',
      limits: LIMITS,
      onMessage: (answer) => this.#take(answer),
      onDeath: () => {
        // The page draws everything itself from here on; a second try would only end the same.
        this.#isBroken = true;
        this.#lane = null;
        clearTimeout(this.#idleTimer);
        const slots = [...this.#places.keys()];
        this.#places.clear();
        for (const slot of slots) this.#onPicture?.(slot);
      },
    });
    // A picture is nothing to stay alive for.
    lane.ref(false);
    this.#lane = lane;
    return lane;
  }

  #take({ slot, picture }: DrawAnswer): void {
    const place = this.#places.get(slot);
    if (!place) return;
    place.isWaiting = false;
    place.picture = picture;
    if (place.next) this.#post(place, place.next);
    this.#onPicture?.(slot);
  }

  #stayAwake(): void {
    if (this.#idleTimer) this.#idleTimer.refresh();
    else this.#idleTimer = setTimeout(() => void this.#release(), this.#idleMs).unref();
  }
}
