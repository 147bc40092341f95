/**
 * Types of configuration values: each knows how to read JSON from the file, text from the environment or a person, and
 * how to write the value back. Pure; the declarations in keys-*.ts are made of them.
 */
import { exactDuration, parseDuration, parsePercent, parseSize } from '../../lib/units.ts';

export interface ValueType<T> {
  /** What would be right, in words with an example: `a duration such as 8s or 500ms (a bare number is seconds)`. */
  readonly expects: string;
  /** All values there are, or those with a word of their own, as a person writes them: offered while one is typed. */
  readonly words?: readonly string[];
  /** The value that a JSON value stands for; undefined when it is not of this type. */
  fromJson(json: unknown): T | undefined;
  /** The same for text that a person or the environment gives. */
  fromText(text: string): T | undefined;
  /** How config.json and the person see the value. */
  toJson(value: T): unknown;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

const within = (value: number | null | undefined, { min, max }: Bounds): number | undefined =>
  typeof value === 'number' && value >= min && value <= max ? value : undefined;

const textNumber = (text: string): number | undefined =>
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;

const same = <T>(value: T): T => value;

export function integer(bounds: Bounds): ValueType<number> {
  const fromJson = (json: unknown): number | undefined =>
    Number.isSafeInteger(json) ? within(json as number, bounds) : undefined;
  return {
    expects: `a whole number from ${bounds.min} to ${bounds.max}`,
    fromJson,
    fromText: (text) => fromJson(textNumber(text)),
    toJson: same,
  };
}

export function number(bounds: Bounds): ValueType<number> {
  const fromJson = (json: unknown): number | undefined => (typeof json === 'number' ? within(json, bounds) : undefined);
  return {
    expects: `a number from ${bounds.min} to ${bounds.max}`,
    fromJson,
    fromText: (text) => fromJson(textNumber(text)),
    toJson: same,
  };
}

/** A fraction from 0 to 1; `70%` means 0.7. */
export function fraction(): ValueType<number> {
  const bounds = { min: 0, max: 1 };
  const fromText = (text: string): number | undefined => within(parsePercent(text) ?? textNumber(text), bounds);
  return {
    expects: 'a fraction from 0 to 1, or a percentage such as 70%',
    fromJson: (json) => (typeof json === 'string' ? fromText(json) : within(json as number, bounds)),
    fromText,
    toJson: same,
  };
}

/** Milliseconds; written `8s`, `500ms`, `2h`. A bare number counts `bareMs` each. */
export function duration(bounds: Bounds & { readonly bareMs: number; readonly bareUnit: string }): ValueType<number> {
  const fromText = (text: string): number | undefined => {
    const bare = textNumber(text);
    return within(bare === undefined ? parseDuration(text) : bare * bounds.bareMs, bounds);
  };
  const range = `${exactDuration(bounds.min)} to ${exactDuration(bounds.max)}`;
  return {
    expects: `a duration such as 500ms, 8s or 2h, from ${range} (a bare number is ${bounds.bareUnit})`,
    fromJson: (json) =>
      typeof json === 'number'
        ? within(json * bounds.bareMs, bounds)
        : typeof json === 'string'
          ? fromText(json)
          : undefined,
    fromText,
    toJson: exactDuration,
  };
}

/** Bytes; written `8mib`, `10mb` or a bare number of bytes. */
export function size(bounds: Bounds): ValueType<number> {
  const fromText = (text: string): number | undefined => within(textNumber(text) ?? parseSize(text), bounds);
  return {
    expects: `a size such as 8mib or 10mb, from ${bounds.min} to ${bounds.max} bytes`,
    fromJson: (json) =>
      typeof json === 'number' ? within(json, bounds) : typeof json === 'string' ? fromText(json) : undefined,
    fromText,
    toJson: (value) => (value % 1_048_576 === 0 && value > 0 ? `${value / 1_048_576}mib` : value),
  };
}

const BOOLEAN_WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  '1': true,
  false: false,
  off: false,
  no: false,
  '0': false,
};

export function boolean(): ValueType<boolean> {
  return {
    expects: 'true or false',
    words: ['on', 'off'],
    fromJson: (json) => (typeof json === 'boolean' ? json : undefined),
    fromText: (text) =>
      Object.hasOwn(BOOLEAN_WORDS, text.toLowerCase()) ? BOOLEAN_WORDS[text.toLowerCase()] : undefined,
    toJson: same,
  };
}

/** @param oldNames names that are still understood, and what they mean now */
export function choice<const T extends string>(
  names: readonly T[],
  oldNames: Readonly<Record<string, T>> = {},
): ValueType<T> & { readonly names: readonly T[] } {
  const fromJson = (json: unknown): T | undefined => {
    if (typeof json !== 'string') return undefined;
    return names.find((name) => name === json) ?? (Object.hasOwn(oldNames, json) ? oldNames[json] : undefined);
  };
  return { names, words: names, expects: `one of ${names.join(', ')}`, fromJson, fromText: fromJson, toJson: same };
}

export function text(expects: string, accepts: (text: string) => boolean = (text) => text !== ''): ValueType<string> {
  const fromJson = (json: unknown): string | undefined =>
    typeof json === 'string' && accepts(json) ? json : undefined;
  return { expects, fromJson, fromText: fromJson, toJson: same };
}

/** An http or https address of a page. A user and password in it would be shown wherever the address is. */
export function url(): ValueType<string> {
  return text('an http:// or https:// address such as https://example.org/ip, without user and password', (text) => {
    const found = URL.parse(text);
    if (found === null || found.username !== '' || found.password !== '') return false;
    return ['http:', 'https:'].includes(found.protocol);
  });
}

/** Several texts: a list in the file; separated by commas or blanks, or `none`, from a person. */
export function list(expects: string, accepts: (text: string) => boolean): ValueType<readonly string[]> {
  const fromJson = (json: unknown): readonly string[] | undefined =>
    Array.isArray(json) && json.every((item) => typeof item === 'string' && accepts(item)) ? json : undefined;
  return {
    expects: `${expects}, separated by commas, or none (a list in the file)`,
    words: ['none'],
    fromJson,
    fromText: (text) =>
      ['', 'none'].includes(text.trim().toLowerCase())
        ? []
        : fromJson(text.split(/[\s,]+/).filter((item) => item !== '')),
    toJson: same,
  };
}

/** The type, or nothing: JSON null, and the words `none`, `auto`, `null` or the empty text from a person. */
export function optional<T>(type: ValueType<T>, word: 'none' | 'auto'): ValueType<T | null> {
  return {
    expects: `${type.expects}, or ${word} (null in the file)`,
    words: [...(type.words ?? []), word],
    fromJson: (json) => (json === null || json === word ? null : type.fromJson(json)),
    fromText: (text) => (['', 'none', 'auto', 'null'].includes(text.toLowerCase()) ? null : type.fromText(text)),
    toJson: (value) => (value === null ? null : type.toJson(value)),
  };
}
