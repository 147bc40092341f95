/**
 * The packs that details were loaded in, each for as long as somebody's detail is still in it: who is checked gets a block
 * of src/pool/details.ts, and what is said there must not be kept twice.
 */
import type { DetailPack } from './detail-pack.ts';

export class DetailPacks {
  readonly #packs: (DetailPack | undefined)[] = [];
  /** How many details are in each, and one while it is open. */
  readonly #users: number[] = [];
  /** Numbers of those that went. */
  readonly #free: number[] = [];

  /** Bytes of the numbers of all that are kept. */
  get bytes(): number {
    return this.#packs.reduce((sum, pack) => sum + (pack?.numbers.byteLength ?? 0), 0);
  }

  /** Takes one in and leaves it open, so that it is kept while nobody is in it yet. @returns its number */
  open(pack: DetailPack): number {
    const number = this.#free.pop() ?? this.#packs.length;
    this.#packs[number] = pack;
    this.#users[number] = 1;
    return number;
  }

  /** One that is open, or that somebody is in. */
  at(number: number): DetailPack {
    return this.#packs[number]!;
  }

  enter(number: number): void {
    this.#users[number]! += 1;
  }

  /** Takes back one {@link enter}, or {@link open}. */
  leave(number: number): void {
    this.#users[number]! -= 1;
    if (this.#users[number] !== 0) return;
    this.#packs[number] = undefined;
    this.#free.push(number);
  }
}
