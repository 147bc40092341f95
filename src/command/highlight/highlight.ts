/**
 * Colours of a text while it is typed: what each word is, and in red what the checker refuses. What is wrong is decided
 * by the parser and the checker alone; here it is only held against the word at the cursor, which is not finished.
 */
import { isViable } from './viable.ts';
import { Quantity } from '../expr/quantity.ts';
import { readLine, variablesOf } from '../complete/read-line.ts';
import { withOwnCommands } from '../complete/own-commands.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Highlighted, TokenKind, TokenSpan } from '../interpreter.ts';
import type { Reading } from '../complete/read-line.ts';
import type { StageReader, Token } from '../complete/stage-reader.ts';
import type { Registry } from '../registry.ts';

export interface HighlightContext {
  readonly registry: Registry;
  readonly variables: Iterable<string>;
}

/** @param errors what parser and checker say about the text @param cursor absent = nothing is being typed */
export function highlight(
  text: string,
  errors: readonly RefbotError[],
  cursor: number | undefined,
  { registry: commands, variables }: HighlightContext,
): Highlighted {
  const registry = withOwnCommands(text, commands);
  const reading = readLine(text, registry);
  const typing = { registry, variables: [...variables, ...variablesOf(text, reading)] };
  const invalid: TokenSpan[] = [];
  let problem: Highlighted['problem'] = null;
  /** Where the unknown flag ends whose value may come next. */
  let flagEnd = -1;
  for (const error of errors) {
    const at = placeOf(error, text, registry);
    // Nobody knows what the value of an unknown flag should be.
    if (at && flagEnd >= 0 && at.start > flagEnd && text.slice(flagEnd, at.start).trim() === '') continue;
    if (at && error.errorName === 'unknown-flag') flagEnd = at.end;
    if (cursor !== undefined && isUnfinished(error, at, text, cursor, reading, typing)) continue;
    problem ??= { message: error.message, hint: error.details.hint ?? '' };
    if (at) invalid.push({ ...at, kind: 'invalid' });
  }
  return { spans: layered(text, spansOf(text, reading), invalid), problem };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where an error is in this text; null for one that points into another (a filter with escapes). */
function placeOf(error: RefbotError, text: string, registry: Registry): Place | null {
  const { span } = error.details;
  if (!span || span.text !== text) return null;
  let start = Math.min(span.start, text.length);
  let end = Math.min(span.end, text.length);
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  if (error.errorName === 'unknown-command') {
    // Of a noun and its verb the verb is what nobody knows.
    const words = /^(\S+\s+)(\S+)$/.exec(text.slice(start, end));
    if (words && registry.verbs(words[1]!.trim()).length > 0) start += words[1]!.length;
  }
  return { start, end };
}

function isUnfinished(
  error: RefbotError,
  at: Place | null,
  text: string,
  cursor: number,
  reading: Reading,
  context: HighlightContext,
): boolean {
  if (!at) return false;
  const isAtEnd = text.slice(cursor).trim() === '';
  // What is open, or breaks off, where the text ends: it goes on.
  if (error.errorName === 'syntax' && (reading.openAt.includes(at.start) || text.slice(at.end).trim() === ''))
    return isAtEnd;
  if (error.errorName === 'missing-argument' || isNounAlone(error, at, text, context.registry))
    return isAtEnd && !/[;\n|)}>]/.test(text.slice(at.end, cursor));
  // Its number may still come.
  if (isAtEnd && text.slice(at.start, cursor).trim() === '@top') return true;
  const found = tokenAt(reading, cursor);
  if (!found || at.end < found.token.start || at.start > cursor)
    return error.errorName === 'syntax' && isAtEnd && at.start >= text.trimEnd().length;
  // Words in front of the one at the cursor are finished.
  if (at.start < found.token.start && error.errorName !== 'syntax' && error.errorName !== 'bad-value') return false;
  const { token, stage } = found;
  const typed = token.quoted ? token.text : token.text.slice(0, cursor - token.start);
  return isViable(error, { ...context, stage, token: { ...token, text: typed } });
}

function isNounAlone(error: RefbotError, at: Place, text: string, registry: Registry): boolean {
  return error.errorName === 'unknown-command' && registry.verbs(text.slice(at.start, at.end)).length > 0;
}

function tokenAt(reading: Reading, cursor: number): { readonly token: Token; readonly stage: StageReader } | null {
  for (const outer of reading.stages) {
    for (const stage of outer.nested()) {
      const token = stage.tokens.findLast(({ start, end }) => start < cursor && cursor <= end);
      if (token) return { token, stage };
    }
  }
  return null;
}

function spansOf(text: string, reading: Reading): TokenSpan[] {
  const spans: TokenSpan[] = [...reading.marks];
  for (const outer of reading.stages)
    for (const stage of outer.nested()) for (const token of stage.tokens) addToken(spans, text, token);
  return spans.sort((a, b) => a.start - b.start);
}

function addToken(spans: TokenSpan[], text: string, token: Token): void {
  const { start, end } = token;
  const kind = kindOf(token);
  if (kind !== null && kind !== 'string') spans.push({ start, end, kind });
  else addVariables(spans, text.slice(start, end), start, kind);
}

function kindOf({ role, text, quoted }: Token): TokenKind | null {
  if (role === 'name') return 'command';
  if (role === 'flag' || role === 'keyword' || role === 'operator' || role === 'variable') return role;
  if (role === 'type') return 'keyword';
  if (quoted) return 'string';
  if (/^\$[A-Za-z_{]/.test(text)) return 'variable';
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) || Quantity.parse(text) ? 'number' : null;
}

/** A word with variables in it: text or string between them. */
function addVariables(spans: TokenSpan[], raw: string, offset: number, kind: 'string' | null): void {
  let at = 0;
  const push = (end: number): void => {
    if (kind && end > at) spans.push({ start: offset + at, end: offset + end, kind });
  };
  if (!raw.startsWith("'")) {
    for (const found of raw.matchAll(/\$(?:\{[^}]*\}?|[A-Za-z_]\w*)/g)) {
      push(found.index);
      at = found.index + found[0].length;
      spans.push({ start: offset + found.index, end: offset + at, kind: 'variable' });
    }
  }
  push(raw.length);
}

/** The spans with the invalid parts laid over them. */
function layered(text: string, spans: readonly TokenSpan[], invalid: readonly TokenSpan[]): TokenSpan[] {
  if (invalid.length === 0) return [...spans];
  const kinds: (TokenKind | null)[] = Array.from({ length: text.length }, () => null);
  for (const { start, end, kind } of [...spans, ...invalid]) kinds.fill(kind, start, end);
  const result: TokenSpan[] = [];
  const edges = new Set([...spans, ...invalid].flatMap(({ start, end }) => [start, end]));
  for (let at = 0; at < text.length; at++) {
    const kind = kinds[at]!;
    if (kind === null) continue;
    const last = result.at(-1);
    if (last?.end === at && last.kind === kind && (kind === 'invalid' || !edges.has(at)))
      result[result.length - 1] = { ...last, end: at + 1 };
    else result.push({ start: at, end: at + 1, kind });
  }
  return result;
}
