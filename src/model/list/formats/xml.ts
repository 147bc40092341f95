/**
 * XML: `<Proxy>1.2.3.4:80</Proxy>` in a list, records of tags (`<ip>` beside `<port>`, in RSS too), and records of
 * attributes. Tags are known by name (see fields.ts); all others are only wrappers.
 */
import type { Buffer } from 'node:buffer';
import { canonicalIp } from '../../../lib/address.ts';
import type { ListBuilder } from '../builder.ts';
import { namesAddress } from '../entry.ts';
import { Fields, fieldOf } from '../fields.ts';
import { Markup, readAttributes, type MarkupHandler } from '../markup.ts';
import type { Reader } from '../reader.ts';

const MAX_DEPTH = 64;
const MAX_TEXT = 4096;

interface Element {
  readonly name: string;
  readonly record: Fields;
  text: string;
  hasChildren: boolean;
  /** The one host-like child that brought its port, until a second one shows that this is a list of them. */
  single: string | null;
  isList: boolean;
}

export class XmlReader implements Reader, MarkupHandler {
  readonly format = 'xml';
  readonly #builder: ListBuilder;
  readonly #markup = new Markup(false, this);
  readonly #open: Element[] = [];

  constructor(builder: ListBuilder) {
    this.#builder = builder;
  }

  push(bytes: Buffer): void {
    this.#markup.push(bytes);
  }

  end(): void {
    this.#markup.end();
    while (this.#open.length > 0) this.#end();
  }

  open(name: string, attributes: string, selfClosing: boolean): void {
    const parent = this.#open.at(-1);
    if (parent) parent.hasChildren = true;
    if (this.#open.length >= MAX_DEPTH) return;
    const record = new Fields();
    if (attributes.includes('=')) {
      for (const [key, value] of readAttributes(attributes)) {
        const field = fieldOf(key);
        if (field !== undefined) record.set(field, value);
      }
    }
    this.#open.push({ name, record, text: '', hasChildren: false, single: null, isList: false });
    if (selfClosing) this.#end();
  }

  close(name: string): void {
    if (!this.#open.some((element) => element.name === name)) return;
    while (this.#open.at(-1)!.name !== name) this.#end();
    this.#end();
  }

  text(piece: string): void {
    const element = this.#open.at(-1);
    if (element && element.text.length < MAX_TEXT) element.text += piece.slice(0, MAX_TEXT);
  }

  #end(): void {
    const element = this.#open.pop()!;
    const parent = this.#open.at(-1);
    const text = element.text.trim();
    if (!element.hasChildren && text !== '') this.#leaf(element, parent, text);
    else this.#take(element.record);
  }

  #leaf(element: Element, parent: Element | undefined, text: string): void {
    const field = fieldOf(element.name);
    if (field === undefined) {
      // <item type="http">1.2.3.4:80</item>; other texts of other tags are not ours.
      if (text.length < 512 && namesAddress(text)) {
        element.record.set({ kind: 'host', rank: 0 }, text);
        this.#take(element.record);
      }
      return;
    }
    if (field.kind !== 'host' || !/[:\s]\d/.test(text)) {
      parent?.record.set(field, text);
      return;
    }
    element.record.set(field, text);
    if (parent === undefined || parent.isList) this.#take(element.record);
    else if (parent.single === null) {
      parent.single = text;
      parent.record.set(field, text);
    } else {
      parent.isList = true;
      this.#take(parent.record);
      this.#take(element.record);
    }
  }

  #take(record: Fields): void {
    const entry = record.entry();
    const number = this.#builder.read + 1;
    if (typeof entry === 'string') {
      // Links of a feed are hosts without a port; an address without one is a broken entry.
      if (entry !== 'no port' || canonicalIp(record.describe()) !== null)
        this.#builder.refuse(number, record.describe(), entry);
    } else if (entry !== null) this.#builder.entry(entry, number, record.describe());
    record.clear();
  }
}
