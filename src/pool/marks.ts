/** What a person puts on proxies: tags, bans, and that a certificate of their own is no failure. Each mark notes what it changed. */
import type { Changes } from './changes.ts';
import { FLAG } from './columns.ts';
import type { Records } from './records.ts';

export class Marks {
  readonly #records: Records;
  readonly #changes: Changes;

  constructor(records: Records, changes: Changes) {
    this.#records = records;
    this.#changes = changes;
  }

  /** As all of these: @returns whether that changed anything */
  tag(slot: number, tag: string): boolean {
    return this.#setTags(slot, this.#records.tags.with(this.#records.columns.tags[slot]!, tag));
  }

  untag(slot: number, tag: string): boolean {
    return this.#setTags(slot, this.#records.tags.without(this.#records.columns.tags[slot]!, tag));
  }

  ban(slot: number, banned: boolean): boolean {
    return this.#setFlag(slot, FLAG.banned, banned);
  }

  skipTls(slot: number, skip: boolean): boolean {
    return this.#setFlag(slot, FLAG.tlsSkip, skip);
  }

  #setTags(slot: number, set: number): boolean {
    const { tags, id } = this.#records.columns;
    if (tags[slot] === set) return false;
    tags[slot] = set;
    this.#changes.note(id[slot]!);
    return true;
  }

  #setFlag(slot: number, flag: number, on: boolean): boolean {
    const { flags, id } = this.#records.columns;
    if (((flags[slot]! & flag) !== 0) === on) return false;
    this.#records.change(slot, () => void (flags[slot]! ^= flag));
    this.#changes.note(id[slot]!);
    return true;
  }
}
