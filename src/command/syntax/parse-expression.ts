/** Parses a text that is one expression and nothing else: a filter given as one word (`--where '…'`), or by a face. */
import { readExpression, nearestKeyword } from './expression.ts';
import { Scanner } from './scanner.ts';
import { Quantity } from '../expr/quantity.ts';
import { quoteForMessage } from '../types/bad-value.ts';
import type { Expr } from './ast.ts';
import type { Registry } from '../registry.ts';

/** @param scanner a part of a larger text, so that errors point into it. @throws syntax */
export function parseExpression(
  text: string,
  origin: string,
  scanner: Scanner = new Scanner(text, origin),
  registry: Registry | null = null,
): Expr {
  const parsing = {
    scanner,
    registry,
    pipeline(): never {
      throw scanner.error('syntax', 'a pipeline cannot stand inside a quoted filter', scanner.at(scanner.pos));
    },
  };
  scanner.brackets++;
  const expr = readExpression(parsing);
  scanner.skip();
  if (scanner.pos < scanner.end) throw leftOver(scanner);
  return expr;
}

/** `300ms` where `300 ms` was written: units stand at their numbers. Null for any other word. */
export function apartFromNumber(before: string, word: string): string | null {
  const number = /(?:^|[\s<>=])(\d+(?:\.\d+)?)\s+$/.exec(before)?.[1];
  return number !== undefined && Quantity.parse(number + word) ? number + word : null;
}

function leftOver(scanner: Scanner): Error {
  const start = scanner.pos;
  const word = /^[^\s()]+/.exec(scanner.text.slice(start, scanner.end))?.[0] ?? scanner.peek();
  const near = apartFromNumber(scanner.text.slice(0, start), word) ?? nearestKeyword(word);
  return scanner.error(
    'syntax',
    `unexpected ${quoteForMessage(word)} after the filter`,
    scanner.at(start, start + word.length),
    {
      hint: near === null ? 'join conditions with and, or; put values with blanks in quotes' : `did you mean ${near} ?`,
    },
  );
}
