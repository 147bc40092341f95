/**
 * JSON of any shape, one document or one a line: arrays of `"host:port"`, records with host and port fields, and
 * wrappers around either. Reads tokens as they come, so a list of a million entries needs no more memory than its
 * candidates, and a damaged document still gives what is whole in it.
 */
import type { Buffer } from 'node:buffer';
import { isProtocol, protocolSet } from '../../proxy.ts';
import type { ListBuilder } from '../builder.ts';
import { parseEntry } from '../entry.ts';
import { Fields, fieldOf, type Field } from '../fields.ts';
import { JsonTokens, MAX_JSON_TEXT, type JsonHandler } from '../json-tokens.ts';
import type { Reader } from '../reader.ts';

const MAX_DEPTH = 64;
/** Values kept to show an object that is refused. */
const PREVIEW = 6;

/** An open object or array. */
interface Frame {
  readonly isArray: boolean;
  /** Objects: the key that waits for its value. */
  key: string | null;
  /** Inside something about another address (the exit, the client): nothing in here is a proxy. */
  readonly foreign: boolean;
  readonly record: Fields | null;
  /** Arrays that are the value of a field: their strings belong to the enclosing record. */
  readonly valueOf: Field | undefined;
  /** Arrays: strings in here are entries (or may be: `guess`). */
  readonly holds: 'entries' | 'guess' | 'nothing';
  /** What the key above says about bare entries inside. */
  readonly protocols: number;
  /** Something inside was an entry, taken or refused. */
  fruitful: boolean;
  /** The first keys and values, for a refusal that shows what the object was. */
  readonly seen: string[];
}

/** Arrays under these keys hold proxies; arrays under other keys are taken only where they parse. */
const LIST_KEYS = new Set(['proxies', 'proxy', 'data', 'list', 'items', 'results', 'result', 'proxylist', 'servers']);
/** Under keys of this kind are other addresses than the proxy's own. */
const FOREIGN_KEYS = /exit|export|egress|outbound|outgoing|real|client|origin|remote|judge|dns/i;

export class JsonReader implements Reader, JsonHandler {
  readonly #builder: ListBuilder;
  readonly #tokens = new JsonTokens(this);
  readonly #frames: Frame[] = [];
  /** Depth beyond {@link MAX_DEPTH}: nothing is read there. */
  #tooDeep = 0;
  #documents = 0;

  constructor(builder: ListBuilder) {
    this.#builder = builder;
  }

  get format(): string {
    return this.#documents > 1 ? 'ndjson' : 'json';
  }

  push(bytes: Buffer): void {
    this.#tokens.push(bytes);
  }

  end(): void {
    const cut = this.#tokens.end() || this.#frames.length > 0;
    while (this.#frames.length > 0) this.#close();
    if (cut) this.#refuse('…', 'the JSON text ends too early');
  }

  comma(): void {
    const frame = this.#frames.at(-1);
    if (frame && this.#tooDeep === 0) frame.key = null;
  }

  string(text: string, tooLong: boolean): void {
    if (this.#tooDeep > 0) return;
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      this.#documents++;
      this.#entry(text, 'entries', 0, tooLong);
    } else if (frame.isArray) {
      if (frame.valueOf !== undefined) this.#frames.at(-2)?.record?.set(frame.valueOf, text);
      else if (this.#entry(text, frame.holds, frame.protocols, tooLong)) frame.fruitful = true;
    } else if (frame.key === null) frame.key = text;
    else this.#value(frame, text, true);
  }

  broken(text: string): void {
    this.#refuse(text, 'broken JSON: a text without an end');
  }

  word(text: string): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) this.#refuse(text, 'broken JSON: neither an object nor an array');
    else if (this.#tooDeep > 0) return;
    else if (!frame.isArray && frame.key !== null) this.#value(frame, text, false);
    else if (frame.isArray && frame.holds === 'entries') {
      frame.fruitful = true;
      this.#refuse(text, 'not an address');
    }
  }

  /** A scalar of an object. */
  #value(frame: Frame, text: string, quoted: boolean): void {
    const key = frame.key!;
    frame.key = null;
    const field = fieldOf(key);
    if (frame.seen.length < PREVIEW * 2) {
      frame.seen.push(key, field?.kind === 'password' ? '***' : quoted ? `"${text}"` : text);
    }
    if (field !== undefined) frame.record?.set(field, text);
  }

  /** A string that may be an entry. @returns whether it was one, taken or refused */
  #entry(text: string, holds: Frame['holds'], protocols: number, tooLong: boolean): boolean {
    if (holds === 'nothing') return false;
    const entry = tooLong ? `the text is longer than ${MAX_JSON_TEXT} bytes` : parseEntry(text);
    if (typeof entry === 'string') {
      if (holds === 'guess') return false;
      this.#refuse(text, entry);
    } else this.#builder.entry(entry.protocols === 0 ? { ...entry, protocols } : entry, this.#number(), text);
    return true;
  }

  open(isArray: boolean): void {
    if (this.#tooDeep > 0 || this.#frames.length >= MAX_DEPTH) {
      this.#tooDeep++;
      return;
    }
    // An object where a key belongs: the closer before it was lost (a line cut short in a list of one document a line).
    for (let top = this.#frames.at(-1); top && !top.isArray && top.key === null; top = this.#frames.at(-1))
      this.#close();
    const parent = this.#frames.at(-1);
    const key = parent?.key ?? null;
    if (parent) parent.key = null;
    else this.#documents++;
    const foreign = parent?.foreign === true || (key !== null && FOREIGN_KEYS.test(key));
    this.#frames.push({
      isArray,
      key: null,
      foreign,
      record: isArray || foreign ? null : new Fields(),
      valueOf: isArray && key !== null ? protocolField(key) : undefined,
      holds: isArray && !foreign ? arrayHolds(parent, key) : 'nothing',
      protocols:
        key !== null && isProtocol(key.toLowerCase())
          ? protocolSet([key.toLowerCase() as 'http'])
          : (parent?.protocols ?? 0),
      fruitful: false,
      seen: [],
    });
  }

  close(isArray: boolean): void {
    if (this.#tooDeep > 0) {
      this.#tooDeep--;
      return;
    }
    if (this.#frames.at(-1)?.isArray === isArray) this.#close();
    else if (this.#frames.some((frame) => frame.isArray === isArray)) {
      // A closer was lost: close what it should have closed.
      while (this.#frames.at(-1)!.isArray !== isArray) this.#close();
      this.#close();
    } else this.#refuse(isArray ? ']' : '}', 'broken JSON: nothing to close here');
  }

  #close(): void {
    const frame = this.#frames.pop()!;
    const parent = this.#frames.at(-1);
    if (frame.record !== null) {
      const entry = frame.record.entry();
      // A record without an address is one that failed only where records are expected: in the list itself.
      const expected = parent === undefined || (parent.isArray && parent.holds === 'entries');
      if (entry === null || (entry === 'no port' && (frame.fruitful || !expected))) {
        if (expected && !frame.fruitful) {
          this.#refuse(preview(frame.seen), 'no address in it');
          frame.fruitful = true;
        }
      } else {
        frame.fruitful = true;
        if (typeof entry === 'string') this.#refuse(frame.record.describe(), entry);
        else this.#builder.entry(entry, this.#number(), frame.record.describe());
      }
    }
    if (parent && frame.fruitful) parent.fruitful = true;
  }

  #refuse(text: string, reason: string): void {
    this.#builder.refuse(this.#number(), text, reason);
  }

  /** One document: number of the entry. One a line: the line. */
  #number(): number {
    return this.#documents > 1 ? this.#tokens.line : this.#builder.read + 1;
  }
}

function arrayHolds(parent: Frame | undefined, key: string | null): Frame['holds'] {
  if (parent === undefined) return 'entries';
  if (parent.isArray) return parent.holds;
  if (key === null) return 'nothing';
  const name = key.toLowerCase().replace(/[_-]/g, '');
  return LIST_KEYS.has(name) || isProtocol(name) ? 'entries' : 'guess';
}

function protocolField(key: string): Field | undefined {
  const field = fieldOf(key);
  return field?.kind === 'protocol' ? field : undefined;
}

/** `{status: "error", code: 7}` */
function preview(seen: readonly string[]): string {
  const pairs = seen.flatMap((text, index) => (index % 2 === 0 ? [`${text}: ${seen[index + 1]!}`] : []));
  return `{${pairs.join(', ')}}`;
}
