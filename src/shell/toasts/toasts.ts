/**
 * Short messages that come over the upper right corner and go by themselves: what ended or went wrong while the person
 * looked elsewhere. Keeps which are shown and for how long; what is worth one is decided in toast-rules.ts.
 */
export type ToastLevel = 'good' | 'info' | 'warn' | 'bad';

export interface Toast {
  readonly level: ToastLevel;
  readonly text: string;
}

export interface ToastsPort {
  /** Which are shown has changed. */
  readonly onChange: () => void;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** More would cover what the person works on. */
export const MAX_TOASTS = 3;
export const TOAST_MS = 4000;

interface Shown extends Toast {
  readonly until: number;
}

export class Toasts {
  readonly #port: ToastsPort;
  #shown: readonly Shown[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(port: ToastsPort) {
    this.#port = port;
  }

  /** Newest last. */
  get shown(): readonly Toast[] {
    return this.#shown;
  }

  /** The same message again stays longer instead of standing there twice. */
  add(toast: Toast): void {
    const others = this.#shown.filter(({ level, text }) => level !== toast.level || text !== toast.text);
    this.#shown = [...others, { ...toast, until: this.#port.now() + TOAST_MS }].slice(-MAX_TOASTS);
    this.#wait();
    this.#port.onChange();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#shown = [];
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const first = this.#shown[0];
    if (!first) return;
    this.#timer = setTimeout(() => this.#drop(), Math.max(0, first.until - this.#port.now()));
    this.#timer.unref();
  }

  #drop(): void {
    const now = this.#port.now();
    this.#shown = this.#shown.filter(({ until }) => until > now);
    this.#wait();
    this.#port.onChange();
  }
}
