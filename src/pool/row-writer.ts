/**
 * The row of one proxy as the bytes of its JSON text, straight from the columns: what journal and snapshot are made of. It
 * says letter by letter what `imageOf` of image-fields.ts does, without the zeros at the end and without an object for the
 * garbage collector; a test holds that.
 */
import type { ByteText } from '../lib/byte-text.ts';
import { ANONYMITIES, BREAKER_STATES, PROTOCOLS, STATUSES } from '../model/proxy.ts';
import { COUNTRY_CODES, countryOf, REASONS } from './codes.ts';
import { FLAG, LATENCY_UNIT } from './columns.ts';
import { HEAD, lengthOf, LENGTHS } from './detail-pack.ts';
import { namesImage, PROTOCOL_TEXTS, resultsImage, tallyImage, throughputImage } from './image-fields.ts';
import type { NameSets } from './name-sets.ts';
import type { Records } from './records.ts';
import { timelineBytes, writeTimeline } from './timeline-text.ts';
import { TIMELINE_KEPT, WORDS } from './timelines.ts';

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const QUOTE = 0x22;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const POINT = 0x2e;
const ZERO = 0x30;

const textOf = (word: unknown): string => JSON.stringify(word ?? 0);
const PROTOCOL_WORDS = PROTOCOL_TEXTS.map(textOf);
const STATUS_WORDS = STATUSES.map(textOf);
const BREAKER_WORDS = BREAKER_STATES.map(textOf);
const ANONYMITY_WORDS = [0, ...ANONYMITIES].map(textOf);
const REASON_WORDS = [0, ...REASONS].map(textOf);
const COUNTRY_WORDS = Array.from({ length: COUNTRY_CODES }, (_, code) => textOf(countryOf(code)));
const LATENCY_NAMES = PROTOCOLS.map((protocol) => `${textOf(protocol)}:[`);

/** Tallies between these are written digit by digit: what is multiplied for that is exact in a double. */
const LEAST_TALLY = 1e-3;
const MOST_TALLY = 1e8;
const TALLY_DIGITS = 9;

export class RowWriter {
  readonly #records: Records;
  /** JSON of the names of each set. */
  readonly #sources: string[] = [];
  readonly #tags: string[] = [];
  readonly #timeline = new Uint32Array(TIMELINE_KEPT * WORDS);
  /** Of the row that is being written, like all that follows. */
  #to!: ByteText;
  /** Zeros that are only written when something comes after them. */
  #zeros = 0;

  constructor(records: Records) {
    this.#records = records;
  }

  write(slot: number, to: ByteText): void {
    const records = this.#records;
    const c = records.columns;
    const flags = c.flags[slot]!;
    this.#to = to;
    this.#zeros = 0;
    to.byte(OPEN);
    to.number(c.id[slot]!);
    to.byte(COMMA);
    if ((flags & FLAG.oddHost) === 0) writeIpv4(to, c.host[slot]!);
    else to.json(records.hostOf(slot));
    this.#number(c.port[slot]!);
    this.#word((this.#sources[c.sources[slot]!] ??= namesText(records.sources, c.sources[slot]!)));
    this.#number(c.firstSeen[slot]!);
    this.#word(PROTOCOL_WORDS[c.claimed[slot]!]!);
    this.#word(STATUS_WORDS[c.status[slot]!]!);
    this.#number(c.checks[slot]!);
    this.#tally(c.checkTally[slot]!);
    this.#number(c.checkedAt[slot]!);
    this.#number(c.dueAt[slot]!);
    this.#results(c.results[slot]!);
    this.#word(REASON_WORDS[c.reason[slot]!] ?? '0');
    this.#breaker(slot);
    this.#number(c.history[slot]!);
    this.#number(c.passes[slot]!);
    this.#tally(c.passTally[slot]!);
    this.#word(PROTOCOL_WORDS[c.speaks[slot]!]!);
    this.#word(PROTOCOL_WORDS[c.spoken[slot]!]!);
    this.#word(ANONYMITY_WORDS[c.anonymity[slot]!] ?? '0');
    this.#latencies(slot);
    this.#checks(slot);
    this.#word(COUNTRY_WORDS[c.country[slot]!] ?? '0');
    this.#exit(slot);
    this.#word((flags & FLAG.tlsKnown) === 0 ? '0' : (flags & FLAG.tlsIntact) === 0 ? 'false' : 'true');
    this.#text(records.userOf(slot));
    this.#text(records.passwords.get(slot) ?? null);
    this.#word((this.#tags[c.tags[slot]!] ??= namesText(records.tags, c.tags[slot]!)));
    this.#number((flags & FLAG.banned) === 0 ? 0 : 1);
    this.#text(records.details.changed(slot));
    this.#value(c.throughput[slot] === 0 ? 0 : throughputImage(records, slot));
    this.#number((flags & FLAG.tlsSkip) === 0 ? 0 : 1);
    this.#value(records.targets.rowImage(slot));
    this.#value(records.findings.image(slot));
    to.byte(CLOSE);
  }

  /** Before each value that is not 0. */
  #begin(): void {
    for (; this.#zeros > 0; this.#zeros -= 1) {
      this.#to.byte(COMMA);
      this.#to.byte(ZERO);
    }
    this.#to.byte(COMMA);
  }

  #number(value: number): void {
    if (value === 0) this.#zeros += 1;
    else {
      this.#begin();
      this.#to.number(value);
    }
  }

  /** @param word JSON */
  #word(word: string): void {
    if (word === '0') this.#zeros += 1;
    else {
      this.#begin();
      this.#to.text(word);
    }
  }

  #text(text: string | null): void {
    if (text === null) this.#zeros += 1;
    else {
      this.#begin();
      this.#to.json(text);
    }
  }

  #value(value: unknown): void {
    if (value === 0) this.#zeros += 1;
    else this.#word(JSON.stringify(value));
  }

  #results(results: number): void {
    if (results === 0) {
      this.#zeros += 1;
      return;
    }
    this.#begin();
    this.#to.byte(QUOTE);
    this.#to.text(resultsImage(results));
    this.#to.byte(QUOTE);
  }

  /** As `tallyImage`: nine digits. */
  #tally(tally: number): void {
    if (Number.isInteger(tally)) return this.#number(tally);
    this.#begin();
    if (!(tally >= LEAST_TALLY && tally < MOST_TALLY)) return this.#to.number(tallyImage(tally));
    let decimals = TALLY_DIGITS - 1;
    for (let power = 10; tally >= power; power *= 10) decimals -= 1;
    for (let power = 1; tally < power; power /= 10) decimals += 1;
    this.#to.decimal(Math.round(tally * 10 ** decimals), decimals);
  }

  #breaker(slot: number): void {
    const c = this.#records.columns;
    const state = c.breaker[slot]!;
    if (state === 0 && c.opened[slot] === 0 && c.openUntil[slot] === 0) return this.#number(c.failures[slot]!);
    this.#begin();
    const to = this.#to;
    to.byte(OPEN);
    to.text(BREAKER_WORDS[state]!);
    to.byte(COMMA);
    to.number(c.failures[slot]!);
    to.byte(COMMA);
    to.number(c.opened[slot]!);
    to.byte(COMMA);
    to.number(c.openUntil[slot]!);
    to.byte(CLOSE);
  }

  #latencies(slot: number): void {
    const { details } = this.#records;
    const place = details.seek(slot);
    const { numbers } = details;
    const lengths = place < 0 ? 0 : numbers[place + LENGTHS]!;
    if (lengths === 0) {
      this.#zeros += 1;
      return;
    }
    this.#begin();
    const to = this.#to;
    let separator = OPEN_OBJECT;
    let at = place + HEAD;
    for (let i = 0; i < PROTOCOLS.length; i += 1) {
      const end = at + lengthOf(lengths, i);
      if (at === end) continue;
      to.byte(separator);
      to.text(LATENCY_NAMES[i]!);
      separator = COMMA;
      for (const from = at; at < end; at += 1) {
        if (at > from) to.byte(COMMA);
        const latencyMs = numbers[at]!;
        const scaled = Math.round(latencyMs * LATENCY_UNIT);
        // Those of a file may have more decimals.
        if (scaled / LATENCY_UNIT === latencyMs) to.decimal(scaled, 1);
        else to.number(latencyMs);
      }
      to.byte(CLOSE);
    }
    to.byte(CLOSE_OBJECT);
  }

  #exit(slot: number): void {
    const { details } = this.#records;
    const address = details.exitIpv4(slot);
    if (address < 0) return this.#text(details.exit(slot));
    this.#begin();
    writeIpv4(this.#to, address);
  }

  /** The latest checks of one that ever passed. */
  #checks(slot: number): void {
    const { timelines, columns } = this.#records;
    const count = columns.passes[slot] === 0 ? 0 : timelines.read(slot, this.#timeline);
    if (count === 0) {
      this.#zeros += 1;
      return;
    }
    this.#begin();
    this.#to.byte(QUOTE);
    this.#to.base64(timelineBytes, writeTimeline(this.#timeline, count, columns.checkedAt[slot]!));
    this.#to.byte(QUOTE);
  }
}

function namesText(sets: NameSets, set: number): string {
  return JSON.stringify(namesImage(sets.names(set)));
}

function writeIpv4(to: ByteText, host: number): void {
  to.byte(QUOTE);
  to.number(host >>> 24);
  to.byte(POINT);
  to.number((host >>> 16) & 255);
  to.byte(POINT);
  to.number((host >>> 8) & 255);
  to.byte(POINT);
  to.number(host & 255);
  to.byte(QUOTE);
}
