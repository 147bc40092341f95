/** The types a script may declare its arguments with: `param want: int = 50`. */
import { asText } from '../expr/compare.ts';
import { Quantity } from '../expr/quantity.ts';
import { nearest } from '../../lib/suggest.ts';
import { anyValue } from './any-value.ts';
import { boolean } from './boolean.ts';
import { country } from './country.ts';
import { duration } from './duration.ts';
import { int } from './int.ts';
import { number } from './number.ts';
import { path } from './path.ts';
import { percent } from './percent.ts';
import { port } from './port.ts';
import { protocol } from './protocol.ts';
import { proxy } from './proxy.ts';
import { size } from './size.ts';
import { text } from './text.ts';
import { url } from './url.ts';
import { word } from './word.ts';
import type { ArgType } from '../types.ts';

const PARAM_TYPES: Readonly<Record<string, ArgType<unknown>>> = {
  value: anyValue,
  text,
  word,
  int: int(),
  number: number(),
  boolean,
  duration: asWritten(duration),
  size: asWritten(size),
  percent: asWritten(percent),
  path,
  url,
  port,
  protocol,
  country,
  proxy,
};

export const PARAM_TYPE_NAMES: readonly string[] = Object.keys(PARAM_TYPES);

/** Keeps its unit: `5s` in a variable is taken wherever `5s` is. */
function asWritten(type: ArgType<number>): ArgType<unknown> {
  return {
    name: type.name,
    parse(text) {
      const value = type.parse(text);
      return Quantity.parse(text) ?? value;
    },
    display: asText,
  };
}

/** @param wrong makes the error, which knows the place */
export function paramType(name: string, wrong: (message: string, hint: string) => Error): ArgType<unknown> {
  if (Object.hasOwn(PARAM_TYPES, name)) return PARAM_TYPES[name]!;
  const near = nearest(name, PARAM_TYPE_NAMES);
  throw wrong(
    `${name === '' ? 'nothing' : name} is not a type`,
    near === null ? `types: ${PARAM_TYPE_NAMES.join(', ')}` : `did you mean ${near} ?`,
  );
}
