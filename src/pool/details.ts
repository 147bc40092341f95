/**
 * What only proxies that were seen alive have: the exit address, what a tampering one changed, and the last nine
 * latencies of each protocol. Kept beside the columns and made on demand, because most proxies of a list are dead; in
 * pages of numbers, because objects would be most of what the garbage collector has to walk (docs/decisions/0024). Those
 * that were loaded stay packed as they came, each until it changes.
 */
import type { ProtocolSet } from '../model/proxy.ts';
import { PROTOCOL_BIT, PROTOCOLS } from '../model/proxy.ts';
import { Blocks } from './blocks.ts';
import { LATENCY_UNIT } from './columns.ts';
import type { Detail, DetailPack } from './detail-pack.ts';
import {
  CHANGED,
  EXIT,
  HEAD,
  LATENCIES_KEPT,
  LENGTH_BITS,
  lengthBefore,
  lengthOf,
  LENGTHS,
  MEASURED_AT,
  medianOf,
} from './detail-pack.ts';
import { DetailPacks } from './detail-packs.ts';
import { DetailTexts, ipv4In } from './detail-texts.ts';

/** Numbers of a block by its size class: room for four latencies, and for all of one protocol, of two, of four. */
const SIZES = [8, 16, 24, HEAD + PROTOCOLS.length * LATENCIES_KEPT] as const;
/** Slots in one page of places, as a power of two. */
const SHIFT = 12;
const SLOT_MASK = 2 ** SHIFT - 1;
/** What a place can say, which stays above 0: as many packs as 33 million proxies come in. */
const LAST_PACK = 2 ** 15 - 1;
const BITS = PROTOCOLS.map((protocol) => PROTOCOL_BIT[protocol]);

export class Details {
  readonly #blocks = SIZES.map((size) => new Blocks(size, (numbers) => new Float64Array(numbers)));
  /** Of the blocks; packs have their own. */
  readonly #texts = new DetailTexts();
  readonly #packs = new DetailPacks();
  /**
   * Where the detail of a slot is: number of the pack · 2¹⁶ + place in it; ~(number of the block · 4 + size class), which is
   * below 0; 0 = nowhere.
   */
  readonly #places: (Int32Array | undefined)[] = [];
  #numbers = new Float64Array(0);
  /** Of the protocol that {@link fastest} found: the middle one of its latencies, and the newest. */
  medianMs = 0;
  latestMs = 0;

  /** Bytes of all blocks, used or not, and of the packs that have somebody left. */
  get bytes(): number {
    return this.#blocks.reduce((sum, blocks) => sum + blocks.bytes, this.#packs.bytes);
  }

  /** Texts that are kept for the blocks. */
  get texts(): number {
    return this.#texts.size;
  }

  /** All of it as it is now. */
  get(slot: number): Detail | undefined {
    const at = this.seek(slot);
    if (at < 0) return undefined;
    const numbers = this.#numbers;
    const lengths = numbers[at + LENGTHS]!;
    let to = at + HEAD;
    const latencies = PROTOCOLS.map((_, i) => [...numbers.subarray(to, (to += lengthOf(lengths, i)))]);
    return { exit: this.exit(slot), changed: this.changed(slot), throughputAt: numbers[at + MEASURED_AT]!, latencies };
  }

  /**
   * Finds its numbers, laid out as src/pool/detail-pack.ts says.
   * @returns their place in {@link numbers} until anything else is asked for or changed; -1 where it has no detail
   */
  seek(slot: number): number {
    const place = this.placeOf(slot);
    if (place === 0) return -1;
    if (place > 0) {
      this.#numbers = this.#packs.at(place >>> 16).numbers;
      return place & 0xffff;
    }
    const blocks = this.#blocks[~place & 3]!;
    this.#numbers = blocks.pageOf(~place >>> 2);
    return blocks.startOf(~place >>> 2);
  }

  /** Where the last {@link seek} found something. */
  get numbers(): Float64Array {
    return this.#numbers;
  }

  /** Where it is kept; 0 = nowhere. Of use to who wants that in the cache of the processor. */
  placeOf(slot: number): number {
    return this.#places[slot >>> SHIFT]?.[slot & SLOT_MASK] ?? 0;
  }

  exit(slot: number): string | null {
    return this.#text(slot, EXIT);
  }

  changed(slot: number): string | null {
    return this.#text(slot, CHANGED);
  }

  /** The exit as a number where that is quickly known; -1 where {@link exit} has to be asked. */
  exitIpv4(slot: number): number {
    const at = this.seek(slot);
    return at < 0 ? -1 : ipv4In(this.#numbers[at + EXIT]!);
  }

  /** Epoch seconds; 0 = never. */
  throughputAt(slot: number): number {
    const at = this.seek(slot);
    return at < 0 ? 0 : this.#numbers[at + MEASURED_AT]!;
  }

  /**
   * The protocol with the least median latency: of those that work now, else (nothing works, or was not measured) of
   * those that ever did, so that what was measured once is never shown as unmeasured.
   * @returns its index; -1 when nothing ever was measured. {@link medianMs} and {@link latestMs} are its
   */
  fastest(slot: number, speaks: ProtocolSet, spoken: ProtocolSet): number {
    const at = this.seek(slot);
    if (at < 0) return -1;
    const working = this.#fastestOf(at, speaks);
    return working >= 0 ? working : this.#fastestOf(at, spoken);
  }

  /** @returns whether it was another, or none */
  setExit(slot: number, exit: string | null): boolean {
    return this.#setText(this.#own(slot) + EXIT, exit);
  }

  setChanged(slot: number, changed: string | null): void {
    this.#setText(this.#own(slot) + CHANGED, changed);
  }

  /** @param seconds epoch seconds */
  setThroughputAt(slot: number, seconds: number): void {
    const at = this.#own(slot);
    this.#numbers[at + MEASURED_AT] = seconds;
  }

  /** Kept to the tenth of a millisecond; the oldest of too many goes. */
  addLatency(slot: number, protocolIndex: number, latencyMs: number): void {
    this.#add(slot, protocolIndex, Math.round(latencyMs * LATENCY_UNIT) / LATENCY_UNIT);
  }

  /** Instead of those there are, as they are. @param latencies at most {@link LATENCIES_KEPT} */
  setLatencies(slot: number, protocolIndex: number, latencies: readonly number[]): void {
    const at = this.#own(slot);
    const numbers = this.#numbers;
    const lengths = numbers[at + LENGTHS]!;
    const from = at + HEAD + lengthBefore(lengths, protocolIndex);
    const length = lengthOf(lengths, protocolIndex);
    numbers.copyWithin(from, from + length, at + HEAD + lengthBefore(lengths, PROTOCOLS.length));
    numbers[at + LENGTHS] = lengths - (length << (protocolIndex * LENGTH_BITS));
    for (const latencyMs of latencies) this.#add(slot, protocolIndex, latencyMs);
  }

  delete(slot: number): void {
    const place = this.placeOf(slot);
    if (place === 0) return;
    if (place < 0) {
      const at = this.seek(slot);
      this.#texts.release(this.#numbers[at + EXIT]!);
      this.#texts.release(this.#numbers[at + CHANGED]!);
      this.#blocks[~place & 3]!.release(~place >>> 2);
    } else this.#packs.leave(place >>> 16);
    this.#places[slot >>> SHIFT]![slot & SLOT_MASK] = 0;
  }

  /** Takes a pack in, whose details belong to nobody yet. @returns its number for {@link place} and {@link closePack} */
  addPack(pack: DetailPack): number {
    return this.#packs.open(pack);
  }

  /** The detail at this place of a pack, never 0, is that of a slot that has none. */
  place(slot: number, pack: number, at: number): void {
    if (pack > LAST_PACK) return void this.#unpack(slot, this.#packs.at(pack), at);
    this.#packs.enter(pack);
    this.#setPlace(slot, pack * 2 ** 16 + at);
  }

  /** No more of it are going to be placed: it goes when none of them is as it was. */
  closePack(pack: number): void {
    this.#packs.leave(pack);
  }

  #setPlace(slot: number, place: number): void {
    const page = (this.#places[slot >>> SHIFT] ??= new Int32Array(SLOT_MASK + 1));
    page[slot & SLOT_MASK] = place;
  }

  #fastestOf(at: number, set: ProtocolSet): number {
    const numbers = this.#numbers;
    const lengths = numbers[at + LENGTHS]!;
    let best = -1;
    let from = at + HEAD;
    for (let index = 0; index < BITS.length; index += 1) {
      const count = lengthOf(lengths, index);
      if (count !== 0 && (set & BITS[index]!) !== 0) {
        const medianMs = medianOf(numbers, from, count);
        if (best < 0 || medianMs < this.medianMs) {
          best = index;
          this.medianMs = medianMs;
          this.latestMs = numbers[from + count - 1]!;
        }
      }
      from += count;
    }
    return best;
  }

  #add(slot: number, protocolIndex: number, latencyMs: number): void {
    let at = this.#own(slot);
    const lengths = this.#numbers[at + LENGTHS]!;
    const from = HEAD + lengthBefore(lengths, protocolIndex);
    const length = lengthOf(lengths, protocolIndex);
    if (length === LATENCIES_KEPT) {
      this.#numbers.copyWithin(at + from, at + from + 1, at + from + LATENCIES_KEPT);
      this.#numbers[at + from + LATENCIES_KEPT - 1] = latencyMs;
      return;
    }
    const end = HEAD + lengthBefore(lengths, PROTOCOLS.length);
    if (end === SIZES[~this.placeOf(slot) & 3]) at = this.#grow(slot, at, end, protocolIndex);
    const numbers = this.#numbers;
    for (let i = at + end; i > at + from + length; i -= 1) numbers[i] = numbers[i - 1]!;
    numbers[at + from + length] = latencyMs;
    numbers[at + LENGTHS] = lengths + (1 << (protocolIndex * LENGTH_BITS));
  }

  /** Its block, made if there is none. @returns its place in the numbers */
  #own(slot: number): number {
    const place = this.placeOf(slot);
    if (place < 0) return this.seek(slot);
    if (place === 0) {
      const at = this.#take(slot, 0);
      this.#numbers.fill(0, at, at + HEAD);
      return at;
    }
    const at = this.#unpack(slot, this.#packs.at(place >>> 16), place & 0xffff);
    this.#packs.leave(place >>> 16);
    return at;
  }

  /** Makes a block of the detail at this place of a pack. @returns its place in the numbers */
  #unpack(slot: number, { numbers: packed, texts }: DetailPack, from: number): number {
    const count = HEAD + lengthBefore(packed[from + LENGTHS]!, PROTOCOLS.length);
    const at = this.#take(slot, sizeFor(count));
    const numbers = this.#numbers;
    for (let i = 0; i < count; i += 1) numbers[at + i] = packed[from + i]!;
    numbers[at + EXIT] = this.#texts.use(texts[packed[from + EXIT]! - 1] ?? null);
    numbers[at + CHANGED] = this.#texts.use(texts[packed[from + CHANGED]! - 1] ?? null);
    return at;
  }

  /** Moves a block with so many numbers to where all latencies of its protocols and this one fit. @returns its place in the numbers */
  #grow(slot: number, at: number, count: number, protocolIndex: number): number {
    const place = ~this.placeOf(slot);
    const before = this.#numbers;
    const lengths = before[at + LENGTHS]!;
    const measured = BITS.filter((_, i) => i === protocolIndex || lengthOf(lengths, i) > 0).length;
    const next = this.#take(slot, sizeFor(HEAD + measured * LATENCIES_KEPT));
    for (let i = 0; i < count; i += 1) this.#numbers[next + i] = before[at + i]!;
    this.#blocks[place & 3]!.release(place >>> 2);
    return next;
  }

  /** @returns the place in the numbers of what is the block of the slot from now on, whatever is in it */
  #take(slot: number, size: number): number {
    this.#setPlace(slot, ~((this.#blocks[size]!.take() << 2) | size));
    return this.seek(slot);
  }

  #text(slot: number, field: typeof EXIT | typeof CHANGED): string | null {
    const at = this.seek(slot);
    const number = at < 0 ? 0 : this.#numbers[at + field]!;
    const place = this.placeOf(slot);
    return place > 0 ? (this.#packs.at(place >>> 16).texts[number - 1] ?? null) : this.#texts.text(number);
  }

  /** @returns whether it was another, or none */
  #setText(at: number, text: string | null): boolean {
    const before = this.#numbers[at]!;
    const number = this.#texts.use(text);
    this.#texts.release(before);
    this.#numbers[at] = number;
    return number !== before;
  }
}

/** The smallest size class with room for so many numbers. */
function sizeFor(numbers: number): number {
  return SIZES.findIndex((size) => size >= numbers);
}
