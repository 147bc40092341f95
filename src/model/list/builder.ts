/**
 * Collects what a list holds into packed columns, and what was refused with line and reason. Every format's reader
 * writes here, so that the border rule (private and reserved addresses), ranges, caps and counts exist once.
 */
import { Buffer } from 'node:buffer';
import { SPECIAL_FIRST_OCTET, formatIpv4, parseIpv4 } from '../../lib/address.ts';
import { maskSecrets, safeText } from '../../lib/safe-text.ts';
import { MAX_REFUSALS, type OddCandidate, type ParsedList, type Refusal } from '../candidate.ts';
import type { ProtocolSet } from '../proxy.ts';
import { parseEntry, type Entry } from './entry.ts';
import { ipv4Refusal, readHost } from './host.ts';

export interface ListOptions {
  /** What entries are that do not say themselves. */
  readonly protocols: ProtocolSet;
  /** Private, loopback and reserved addresses are fine (labs, tests, the demo). */
  readonly allowPrivate: boolean;
  /** `a.b.c.d/n:port` stands for every address of the range; /16 is the widest. Default false. */
  readonly ranges?: boolean;
  /** Candidates beyond are refused. Default: no limit. */
  readonly maxEntries?: number;
}

/** Addresses that all ranges of one list may add up to. */
const MAX_RANGE_ADDRESSES = 1 << 20;
const TEXT_LENGTH = 120;
const FIRST_ROOM = 1_024;
/** Times: room that nobody has written to is mostly no memory, and what is copied seldom is copied little. */
const GROWTH = 4;

export class ListBuilder {
  readonly options: ListOptions;
  #ipv4 = new Uint32Array(FIRST_ROOM);
  #port = new Uint16Array(FIRST_ROOM);
  #protocols = new Uint8Array(FIRST_ROOM);
  #odd: OddCandidate[] = [];
  #count = 0;
  #refused = 0;
  #refusals: Refusal[] = [];
  #fromRanges = 0;
  readonly #limit: number;

  constructor(options: ListOptions) {
    this.options = options;
    this.#limit = options.maxEntries ?? Number.MAX_SAFE_INTEGER;
  }

  /** Candidates so far. */
  get taken(): number {
    return this.#count;
  }

  /** Entries seen so far. */
  get read(): number {
    return this.#count + this.#refused;
  }

  /**
   * Takes an IPv4 candidate: the hot path.
   * @param protocols 0 = what the options say
   * @returns why it was not taken (the caller refuses it with its text), or null
   */
  ipv4(address: number, port: number, protocols: ProtocolSet): string | null {
    if (SPECIAL_FIRST_OCTET[address >>> 24] !== 0) {
      const reason = ipv4Refusal(address, this.options.allowPrivate);
      if (reason !== null) return reason;
    }
    const index = this.#count;
    if (index >= this.#limit) return this.#overLimit();
    if (index === this.#ipv4.length) this.#grow();
    this.#ipv4[index] = address;
    this.#port[index] = port;
    this.#protocols[index] = protocols === 0 ? this.options.protocols : protocols;
    this.#count = index + 1;
    return null;
  }

  /** Reads and takes an entry as text; refuses it where it is none. */
  text(text: string, line: number, protocols: ProtocolSet = 0): void {
    const entry = parseEntry(text);
    if (typeof entry === 'string') this.refuse(line, text, entry);
    else this.entry(entry.protocols === 0 && protocols !== 0 ? { ...entry, protocols } : entry, line, text);
  }

  /** @param text how the entry is shown when it is refused */
  entry(entry: Entry, line: number, text: string): void {
    if (entry.host.includes('/')) {
      this.#range(entry, line, text);
      return;
    }
    const host = readHost(entry.host, this.options.allowPrivate);
    let reason: string | null;
    if (host.kind === 'refused') reason = host.reason;
    else if (host.kind === 'ipv4' && entry.user === null) reason = this.ipv4(host.address, entry.port, entry.protocols);
    else reason = this.#odds(host.kind === 'ipv4' ? formatIpv4(host.address) : host.host, entry);
    if (reason !== null) this.refuse(line, text, reason);
  }

  refuse(line: number, text: string, reason: string): void {
    this.#refused++;
    if (this.#refusals.length < MAX_REFUSALS) {
      // Mask before the cut: half a secret must not survive because its end is missing.
      this.#refusals.push({
        line,
        text: safeText(hidePassword(maskSecrets(text.slice(0, 2048))), TEXT_LENGTH),
        reason,
      });
    }
  }

  /** Ends the list; the columns are the beginning of a buffer of their own each (ready to be transferred, whatever its length). */
  finish(format: string): ParsedList {
    const count = this.#count;
    return {
      batch: {
        count,
        ipv4: ended(this.#ipv4, count),
        port: ended(this.#port, count),
        protocols: ended(this.#protocols, count),
        odd: this.#odd,
      },
      read: this.read,
      refused: this.#refused,
      refusals: this.#refusals,
      format,
    };
  }

  #odds(host: string, entry: Entry): string | null {
    if (this.#count >= this.#limit) return this.#overLimit();
    // The user is part of the address that people see and copy; RFC 7617 allows no control characters in it either.
    if (entry.user !== null && safeText(entry.user, Infinity) !== entry.user)
      return 'the user name holds characters that cannot be seen';
    if (this.#count === this.#ipv4.length) this.#grow();
    const index = this.#count++;
    this.#ipv4[index] = 0;
    this.#port[index] = entry.port;
    this.#protocols[index] = entry.protocols === 0 ? this.options.protocols : entry.protocols;
    this.#odd.push({
      index,
      host,
      ...(entry.user === null ? {} : { user: entry.user }),
      ...(entry.password === null ? {} : { password: entry.password }),
    });
    return null;
  }

  #range(entry: Entry, line: number, text: string): void {
    const [base, bits] = entry.host.split('/') as [string, string];
    const first = parseIpv4(base);
    const prefix = Number(bits);
    if (first === null || prefix > 32) this.refuse(line, text, 'not an address');
    else if (!this.options.ranges) this.refuse(line, text, 'a range of addresses (ranges are off)');
    else if (prefix < 16) this.refuse(line, text, 'a range wider than /16');
    else if (entry.user !== null) this.refuse(line, text, 'a range cannot have a user name');
    else if (this.#fromRanges + 2 ** (32 - prefix) > MAX_RANGE_ADDRESSES)
      this.refuse(line, text, `the ranges of a list are limited to ${MAX_RANGE_ADDRESSES} addresses`);
    else {
      const size = 2 ** (32 - prefix);
      const start = first - (first % size);
      this.#fromRanges += size;
      for (let address = start; address < start + size; address++) {
        const reason = this.ipv4(address, entry.port, entry.protocols);
        if (reason !== null) this.refuse(line, `${formatIpv4(address)}:${entry.port}`, reason);
      }
    }
  }

  #overLimit(): string {
    return `over the limit of ${this.#limit} entries`;
  }

  #grow(): void {
    const size = this.#ipv4.length * GROWTH;
    const ipv4 = new Uint32Array(uncleared(size * 4));
    ipv4.set(this.#ipv4);
    this.#ipv4 = ipv4;
    const port = new Uint16Array(uncleared(size * 2));
    port.set(this.#port);
    this.#port = port;
    const protocols = new Uint8Array(uncleared(size));
    protocols.set(this.#protocols);
    this.#protocols = protocols;
  }
}

/** The beginning: of a long list as it stands, of a short one without the rest of its buffer. */
function ended<Column extends Uint8Array | Uint16Array | Uint32Array>(column: Column, count: number): Column {
  return (column.length === FIRST_ROOM ? column.slice(0, count) : column.subarray(0, count)) as Column;
}

/** Bytes of any value: they are written before they are read. */
function uncleared(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}

/** `whatever:80:user:password`, in any word, where the first part is too broken to be known as a host elsewhere. */
function hidePassword(text: string): string {
  return text.replace(/\S+/g, (word) => {
    if (/^[0-9a-f:.]+$/i.test(word) && (word.includes('::') || word.split(':').length > 7)) return word; // an IPv6 address
    return word.replace(/^([^:]+:\d[^:]*:[^:]+):.+/, '$1:***');
  });
}
