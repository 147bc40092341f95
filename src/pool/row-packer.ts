/**
 * Makes batches of columns out of the bytes of rows, in the thread that reads a state: the store loads this module there
 * by the name that the pool gives it. What a value means is decided by the readers of src/pool/image-fields.ts alone;
 * here their answers are remembered for values that come again.
 */
import type { CreatePacker, PackedRows, RowBytes, RowPacker } from '../model/state.ts';
import type { Columns } from './columns.ts';
import { FLAG } from './columns.ts';
import { DetailPacker } from './detail-pack.ts';
import { Details } from './details.ts';
import { LAST_ID, readText, readWhole } from './image-fields.ts';
import type { NameSets } from './name-sets.ts';
import type { PackingRules } from './packing.ts';
import { PACKED_COLUMNS, ROWS_A_BATCH, type PackedBatch } from './packed-rows.ts';
import { Records } from './records.ts';
import { type Field, type Plan, planOf } from './row-plan.ts';
import { NUMBER, type RowScanner, TEXT } from './row-scanner.ts';
import { TIMELINE_KEPT, WORDS } from './timelines.ts';
import { derive } from './verdict.ts';
import { Words } from './words.ts';

/** The widest column of a batch. */
const ZEROS = Buffer.alloc(ROWS_A_BATCH * Float64Array.BYTES_PER_ELEMENT);

export const createPacker: CreatePacker = (data, emit) => new Packer(data as PackingRules, emit);

class Packer implements RowPacker {
  readonly #rules: PackingRules;
  readonly #emit: (batch: PackedRows, transfer: readonly ArrayBuffer[]) => void;
  /** Its columns have room for a batch; slots are the places of rows in it. */
  readonly #records = new Records();
  readonly #plans = new Map<readonly string[], Plan>();
  readonly #words = new Words();
  readonly #password = new Uint16Array(ROWS_A_BATCH);
  readonly #detail = new Uint16Array(ROWS_A_BATCH);
  readonly #details = new DetailPacker();
  readonly #timeline = new Uint32Array(ROWS_A_BATCH);
  readonly #entries = new Uint32Array(TIMELINE_KEPT * WORDS);
  #timelines: number[] = [0];
  readonly #sources = new SetsTold(this.#records.sources);
  readonly #tags = new SetsTold(this.#records.tags);
  #texts = new Map<string, number>();
  #rest = new Map<number, [string, unknown][]>();
  #count = 0;

  constructor(rules: PackingRules, emit: (batch: PackedRows, transfer: readonly ArrayBuffer[]) => void) {
    this.#rules = rules;
    this.#emit = emit;
  }

  add({ bytes, from, to, skip = [] }: RowBytes, columns: readonly string[]): void {
    let plan = this.#plans.get(columns);
    if (plan === undefined) this.#plans.set(columns, (plan = planOf(this.#records.columns, columns)));
    const { scanner } = plan;
    scanner.begin(bytes, from, to);
    let skipped = 0;
    for (let place = 0; scanner.next(); place += 1) {
      if (skip[skipped] === place) skipped += 1;
      else this.#row(plan);
    }
  }

  end(): void {
    if (this.#count > 0) this.#flush();
  }

  #row({ scanner, keys, fields }: Plan): void {
    const [idAt, hostAt, portAt, userAt, passwordAt] = keys;
    const id = readWhole(this.#value(scanner, idAt), LAST_ID);
    const port = readWhole(this.#value(scanner, portAt), 65_535);
    if (id === 0 || port === 0) return;
    const records = this.#records;
    const c = records.columns;
    const slot = this.#count;
    const isText = hostAt >= 0 && hostAt < scanner.length && scanner.kinds[hostAt] === TEXT;
    const ipv4 = isText ? ipv4At(scanner.bytes, scanner.from[hostAt]! + 1, scanner.to[hostAt]! - 1) : -1;
    if (ipv4 >= 0) c.host[slot] = ipv4;
    else {
      const host = readText(this.#value(scanner, hostAt));
      if (host === null) return;
      c.host[slot] = this.#textOf(host);
      c.flags[slot] = FLAG.oddHost;
    }
    c.id[slot] = id;
    c.port[slot] = port;
    c.user[slot] = this.#textAt(scanner, userAt);
    this.#password[slot] = this.#textAt(scanner, passwordAt);
    for (const field of fields[scanner.length]!) this.#field(scanner, field, slot);
    const detail = records.details.get(slot);
    if (detail !== undefined || !this.#deriveAgain(slot)) derive(records, slot, this.#rules);
    if (detail !== undefined) this.#detail[slot] = this.#details.add(detail, (text) => this.#textOf(text));
    if (c.timeline[slot] !== 0) {
      const count = records.timelines.read(slot, this.#entries);
      this.#timeline[slot] = this.#timelines.push(count) - 1;
      for (let i = 0; i < count; i += 1) this.#timelines.push(this.#entries[i]!);
      records.timelines.delete(slot);
    }
    this.#count += 1;
    if (this.#count === ROWS_A_BATCH) this.#flush();
  }

  /**
   * What follows from the columns of the row before follows from the same ones here: most proxies of a list have failed in
   * the same way. @returns whether that was so
   */
  #deriveAgain(slot: number): boolean {
    const { checks, passTally, checkTally, history, latency, drift, score } = this.#records.columns;
    const last = slot - 1;
    if (
      last < 0 ||
      this.#detail[last] !== 0 ||
      checks[slot] !== checks[last] ||
      history[slot] !== history[last] ||
      passTally[slot] !== passTally[last] ||
      checkTally[slot] !== checkTally[last]
    )
      return false;
    latency[slot] = latency[last]!;
    drift[slot] = drift[last]!;
    score[slot] = score[last]!;
    return true;
  }

  #field(scanner: RowScanner, field: Field, slot: number): void {
    const { at, read, target, codes, whole } = field;
    if (scanner.kinds[at] === NUMBER) {
      const value = scanner.numbers[at]!;
      if (whole !== null) {
        if (Number.isInteger(value) && value > 0 && value <= field.most) whole[slot] = value;
      } else if (value !== 0) this.#read(field, slot, value);
      return;
    }
    if (field.isDifferent) return this.#read(field, slot, scanner.valueOf(at));
    const { from, to, hashes } = scanner;
    let word = this.#words.find(scanner.bytes, from[at]!, to[at]!, hashes[at]!);
    if (word < 0) {
      const value = scanner.valueOf(at);
      word = this.#words.add(scanner.bytes, from[at]!, to[at]!, hashes[at]!, value);
      if (word < 0) return this.#read(field, slot, value);
    }
    if (target === null) return this.#read(field, slot, this.#words.value(word));
    if (codes![word]! < 0) {
      read(this.#records, slot, this.#words.value(word));
      codes![word] = target[slot]!;
    } else target[slot] = codes![word]!;
  }

  #read({ name, read, isRest }: Field, slot: number, value: unknown): void {
    if (!isRest) return read(this.#records, slot, value);
    const rest = this.#rest.get(slot);
    if (rest === undefined) this.#rest.set(slot, [[name, value]]);
    else rest.push([name, value]);
  }

  /** Undefined where the row has none. */
  #value(scanner: RowScanner, at: number): unknown {
    return at >= 0 && at < scanner.length ? scanner.valueOf(at) : undefined;
  }

  #textAt(scanner: RowScanner, at: number): number {
    if (at < 0 || at >= scanner.length || scanner.kinds[at] === NUMBER) return 0;
    const text = readText(scanner.valueOf(at));
    return text === null ? 0 : this.#textOf(text) + 1;
  }

  readonly #textOf = (text: string): number => {
    let number = this.#texts.get(text);
    if (number === undefined) this.#texts.set(text, (number = this.#texts.size));
    return number;
  };

  #flush(): void {
    const count = this.#count;
    const c = this.#records.columns;
    const [sources, tags] = [this.#sources.take(c.sources, count), this.#tags.take(c.tags, count)];
    const columns = packedColumns(c, count);
    const password = this.#password.slice(0, count);
    const detail = this.#detail.slice(0, count);
    const timeline = this.#timeline.slice(0, count);
    const timelines = Uint32Array.from(this.#timelines);
    for (const places of [this.#password, this.#detail, this.#timeline]) places.fill(0, 0, count);
    const texts = [...this.#texts.keys()];
    const numbers = this.#details.take();
    const details = { numbers, texts };
    const rest = this.#rest;
    this.#timelines = [0];
    this.#texts = new Map();
    this.#rest = new Map();
    this.#records.details = new Details();
    this.#count = 0;
    const batch: PackedBatch = {
      count,
      columns,
      password,
      detail,
      details,
      timeline,
      timelines,
      sources,
      tags,
      rest,
    };
    const own = [columns.id, password, detail, numbers, timeline, timelines];
    this.#emit(
      batch,
      own.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }
}

/** Copies of the columns that have values, in one buffer; all are empty afterwards. */
function packedColumns(from: Columns, count: number): PackedBatch['columns'] {
  const names = PACKED_COLUMNS.filter((name) => !isZero(from[name], count));
  const bytes = names.reduce((sum, name) => sum + from[name].BYTES_PER_ELEMENT, 0) * count;
  const buffer = new ArrayBuffer(bytes);
  let offset = 0;
  const views = names.map((name) => {
    const column = from[name];
    const View = column.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => typeof column;
    const view = new View(buffer, offset, count);
    view.set(column.subarray(0, count));
    column.fill(0, 0, count);
    offset += view.byteLength;
    return [name, view] as const;
  });
  return Object.fromEntries(views) as unknown as PackedBatch['columns'];
}

function isZero({ buffer, BYTES_PER_ELEMENT: size }: Columns[(typeof PACKED_COLUMNS)[number]], count: number): boolean {
  return ZEROS.compare(Buffer.from(buffer, 0, count * size), 0, count * size, 0, count * size) === 0;
}

/** Which sets of names the pool was told of. */
class SetsTold {
  readonly #sets: NameSets;
  readonly #told: boolean[] = [true];

  constructor(sets: NameSets) {
    this.#sets = sets;
  }

  take(column: Uint32Array, count: number): [set: number, names: readonly string[]][] {
    const fresh: [number, readonly string[]][] = [];
    for (let i = 0; i < count; i += 1) {
      const set = column[i]!;
      if (this.#told[set] === true) continue;
      this.#told[set] = true;
      fresh.push([set, this.#sets.names(set)]);
    }
    return fresh;
  }
}

/** As `parseIpv4` of src/lib/address.ts, without making a text of it first. @returns -1 for anything else */
function ipv4At(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 7 || to - from > 15) return -1;
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = from; at < to; at += 1) {
    const digit = bytes[at]! - 48;
    if (digit >= 0 && digit <= 9) {
      digits += 1;
      if (digits > 3) return -1;
      part = part * 10 + digit;
    } else if (digit === -2) {
      dots += 1;
      if (digits === 0 || part > 255 || dots > 3) return -1;
      value = value * 256 + part;
      part = 0;
      digits = 0;
    } else return -1;
  }
  return dots === 3 && digits > 0 && part <= 255 ? value * 256 + part : -1;
}
