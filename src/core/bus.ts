/**
 * The one in-process bus. It carries facts in the past tense, typed by the event map; a request to do something is a
 * call, never an event. A listener that throws is reported with the event's name and stops nobody else.
 */
import type { EventMap } from '../model/events.ts';

export type EventName = keyof EventMap;
export type Listener<K extends EventName> = (fact: EventMap[K]) => void;

export class Bus {
  readonly #listeners = new Map<EventName, Set<(fact: never) => void>>();
  readonly #onError: (event: EventName, error: unknown) => void;

  constructor(onError: (event: EventName, error: unknown) => void) {
    this.#onError = onError;
  }

  /** @returns a function that ends the subscription */
  on<K extends EventName>(event: K, listener: Listener<K>): () => void {
    let set = this.#listeners.get(event);
    if (!set) this.#listeners.set(event, (set = new Set()));
    set.add(listener as (fact: never) => void);
    return () => void set.delete(listener as (fact: never) => void);
  }

  emit<K extends EventName>(event: K, fact: EventMap[K]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        (listener as Listener<K>)(fact);
      } catch (error) {
        this.#onError(event, error);
      }
    }
  }
}
