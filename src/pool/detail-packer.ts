/**
 * Details on their way into a pack of src/pool/detail-pack.ts, row by row, without an object for each. Used by the packer of
 * rows.
 */
import { PROTOCOL_BIT, PROTOCOLS } from '../model/proxy.ts';
import { CHANGED, EXIT, HEAD, LATENCIES_KEPT, LENGTH_BITS, LENGTHS, MEASURED_AT, medianOf } from './detail-pack.ts';
import { isMeasure } from './image-fields.ts';
import type { PlainValues } from './plain-values.ts';

// Own ones: src/pool/row-scanner.ts says why.
const COMMA = 0x2c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const KEYS = PROTOCOLS.map((protocol) => Buffer.from(`"${protocol}":[`));
const BITS = PROTOCOLS.map((protocol) => PROTOCOL_BIT[protocol]);
/** Numbers of a detail at most. */
const MOST = HEAD + PROTOCOLS.length * LATENCIES_KEPT;

export class DetailPacker {
  #numbers = new Float64Array(1_024);
  /** Places begin at 1, so that 0 may say "none". */
  #count = 1;
  /** Of the row that is read: texts + 1. */
  #exit = 0;
  #changed = 0;
  #any = false;
  #throughputAt = 0;
  readonly #lists = new Float64Array(PROTOCOLS.length * LATENCIES_KEPT);
  readonly #lengths = new Uint8Array(PROTOCOLS.length);
  /** Of the fastest protocol of the last {@link close}; NaN = never measured. */
  medianMs = Number.NaN;
  latestMs = Number.NaN;

  /** For the readers of src/pool/image-fields.ts, like the next. */
  setLatencies(_slot: number, protocolIndex: number, latencies: readonly number[]): void {
    this.#any = true;
    this.#lists.set(latencies, protocolIndex * LATENCIES_KEPT);
    this.#lengths[protocolIndex] = latencies.length;
  }

  setThroughputAt(_slot: number, seconds: number): void {
    this.#any = true;
    this.#throughputAt = seconds;
  }

  /** @param text its number + 1; 0 = none */
  exit(text: number): void {
    this.#any = true;
    this.#exit = text;
  }

  changed(text: number): void {
    this.#any = true;
    this.#changed = text;
  }

  /** Reads latencies as they are written. @returns where they end; -1 where they are anything else */
  latencies(plain: PlainValues, from: number): number {
    const { bytes } = plain;
    if (bytes[from] !== OPEN_OBJECT) return -1;
    let at = from + 1;
    for (let protocol = 0; protocol < KEYS.length; protocol += 1) {
      const list = plain.word(at, KEYS[protocol]!);
      if (list < 0) continue;
      at = this.#list(plain, protocol, list);
      if (at < 0) break;
      if (bytes[at] === CLOSE_OBJECT) {
        this.#any = true;
        return at + 1;
      }
      if (bytes[at] !== COMMA) break;
      at += 1;
    }
    this.#lengths.fill(0);
    return -1;
  }

  /** @returns where the list ends; -1 where it is anything else */
  #list(plain: PlainValues, protocol: number, from: number): number {
    const place = protocol * LATENCIES_KEPT;
    const { bytes } = plain;
    let at = from;
    for (let count = 0; count < LATENCIES_KEPT; count += 1) {
      at = plain.decimal(at);
      if (at < 0 || !isMeasure(plain.number)) return -1;
      this.#lists[place + count] = plain.number;
      if (bytes[at] === CLOSE_LIST) {
        this.#lengths[protocol] = count + 1;
        return at + 1;
      }
      if (bytes[at] !== COMMA) return -1;
      at += 1;
    }
    return -1;
  }

  /** Forgets what the row had. */
  drop(): void {
    this.#any = false;
    this.#throughputAt = 0;
    this.#exit = 0;
    this.#changed = 0;
    this.#lengths.fill(0);
  }

  /** Ends the row. @returns the place of its detail; 0 where it has none */
  close(speaks: number, spoken: number): number {
    this.medianMs = Number.NaN;
    if (!this.#any) return 0;
    this.#fastest(speaks);
    if (Number.isNaN(this.medianMs)) this.#fastest(spoken);
    const at = this.#count;
    if (at + MOST > this.#numbers.length) this.#grow();
    const numbers = this.#numbers;
    let lengths = 0;
    for (let i = 0; i < PROTOCOLS.length; i += 1) lengths |= this.#lengths[i]! << (i * LENGTH_BITS);
    numbers[at + EXIT] = this.#exit;
    numbers[at + CHANGED] = this.#changed;
    numbers[at + MEASURED_AT] = this.#throughputAt;
    numbers[at + LENGTHS] = lengths;
    let to = at + HEAD;
    for (let i = 0; i < PROTOCOLS.length; i += 1) {
      const from = i * LATENCIES_KEPT;
      for (let j = 0; j < this.#lengths[i]!; j += 1) numbers[to++] = this.#lists[from + j]!;
    }
    this.#count = to;
    this.drop();
    return at;
  }

  /** As `Details.fastest` of src/pool/details.ts. */
  #fastest(set: number): void {
    for (let i = 0; i < PROTOCOLS.length; i += 1) {
      const count = this.#lengths[i]!;
      if (count === 0 || (set & BITS[i]!) === 0) continue;
      const from = i * LATENCIES_KEPT;
      const medianMs = medianOf(this.#lists, from, count);
      if (medianMs >= this.medianMs) continue;
      this.medianMs = medianMs;
      this.latestMs = this.#lists[from + count - 1]!;
    }
  }

  #grow(): void {
    const more = new Float64Array(this.#numbers.length * 2);
    more.set(this.#numbers);
    this.#numbers = more;
  }

  /** Those since the last call. */
  take(): Float64Array<ArrayBuffer> {
    const taken = this.#numbers.slice(0, this.#count);
    this.#count = 1;
    return taken;
  }
}
