/**
 * Tab: what can stand at the cursor, by type. Reads the text as far as it goes without judging it, so that half a line
 * completes too. Pure but for the candidates that argument types get from the engine.
 */
import { COMMON_FLAGS } from '../flags/common-flags.ts';
import { KEYWORDS, commandWords, wholeNames } from './command-words.ts';
import { fieldWords } from './field-words.ts';
import { fieldsAt } from './stage-fields.ts';
import { lex } from './lex.ts';
import { withOwnCommands } from './own-commands.ts';
import { PARAM_TYPE_NAMES } from '../types/param-types.ts';
import { rankCandidates } from './rank.ts';
import { readLexemes, variablesOf } from './read-line.ts';
import { StageReader, findFlag } from './stage-reader.ts';
import { safeText } from '../../lib/safe-text.ts';
import { path as pathType } from '../types/path.ts';
import type { Engine } from '../../engine/types.ts';
import type { CompletionResult } from '../interpreter.ts';
import type { Registry } from '../registry.ts';
import type { ArgType, Completion } from '../types.ts';
import type { Lexeme } from './lex.ts';
import type { Reading } from './read-line.ts';

export interface CompleteContext {
  readonly engine: Engine | null;
  readonly registry: Registry;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly cwd: string;
}

/** What is typed at the cursor, and what can stand there. */
interface Offer {
  readonly typed: string;
  readonly start: number;
  readonly all: readonly Completion[];
  /** Where in the typed text fuzzy matching begins. */
  readonly offset?: number;
  readonly others?: readonly Completion[];
}

export function complete(text: string, cursor: number, context: CompleteContext): CompletionResult {
  const registry = withOwnCommands(text, context.registry);
  const offer = offerAt(text.slice(0, cursor), { ...context, registry });
  if (!offer) return { start: cursor, end: cursor, candidates: [], exact: 0 };
  const { typed, start, all, offset, others } = offer;
  return { start, end: cursor, ...rankCandidates(typed, all.filter(canBeSeen), offset, others) };
}

/** A name with a line break in it would type a second line; one with other controls nobody could read. */
function canBeSeen({ value }: Completion): boolean {
  return safeText(value, Infinity) === value;
}

function offerAt(before: string, context: CompleteContext): Offer | null {
  const lexemes = [...lex(before)];
  const last = lexemes.at(-1);
  // Nothing is offered inside a comment.
  if (last?.kind === 'comment') return null;
  const touching = last?.kind === 'word' && last.end === before.length ? lexemes.pop()! : null;
  const reading = readLexemes(lexemes, context.registry);
  const current = touching ?? emptyAt(before.length);
  if (!current.quoted && /^\$\w*$/.test(current.text)) {
    const names = new Set([...variablesOf(before, reading), ...context.variables.keys(), 'last']);
    return { typed: current.text, start: current.start, all: [...names].map((name) => ({ value: `$${name}` })) };
  }
  if (reading.last.kind === 'params') return typeOfParam(reading.last, current);
  return stageOffer(reading, reading.last, current, context);
}

/** Behind the colon of a parameter: what it can be. */
function typeOfParam(stage: StageReader, current: Lexeme): Offer | null {
  const colon = current.text.lastIndexOf(':') + 1;
  if (colon === 0 && stage.tokens.at(-1)?.text !== ':') return null;
  const all = PARAM_TYPE_NAMES.map((value) => ({ value }));
  return { typed: current.text.slice(colon), start: current.start + colon, all };
}

function stageOffer(reading: Reading, stage: StageReader, current: Lexeme, context: CompleteContext): Offer | null {
  const { text: typed, start } = current;
  if (stage.kind === 'rest') return null;
  if (stage.kind === 'file') return typeOffer(pathType, current, context);
  const { registry } = context;
  if (stage.isNaming) {
    const piped = stage.before !== null;
    const words = commandWords(registry, stage.names, piped);
    if (stage.names.length === 0) {
      const keywords = reading.isFresh && typed !== '' ? KEYWORDS : [];
      return { typed, start, all: [...words, ...keywords], others: wholeNames(registry, piped) };
    }
    if (!stage.command) return { typed, start, all: words };
    // A name that is whole and could go on: its verbs, then its arguments.
    const rest = argumentOffer(stage, current, context);
    return rest && rest.start === start ? { ...rest, all: [...words, ...rest.all] } : { typed, start, all: words };
  }
  return argumentOffer(stage, current, context);
}

function argumentOffer(stage: StageReader, current: Lexeme, context: CompleteContext): Offer | null {
  const { text: typed, start, quoted } = current;
  if (stage.isFiltering && !typed.startsWith('--')) return filterOffer(stage, current, context);
  if (!stage.command) return null;
  const inline = quoted || stage.flagsEnded ? null : /^(--[A-Za-z][\w-]*=)(.*)$/s.exec(typed);
  if (inline) {
    const [, flag] = findFlag(stage.command, inline[1]!.slice(0, -1));
    const value = { ...current, text: inline[2]!, start: start + inline[1]!.length };
    return flag?.type ? valueOffer(stage, flag.type, value, context) : null;
  }
  if (typed.startsWith('-') && !quoted && !stage.flagsEnded && (typed.startsWith('--') || !isSortKey(stage)))
    return { typed, start, all: flagWords(stage, true) };
  const { type } = stage;
  const offer = type ? valueOffer(stage, type, current, context) : null;
  if (typed !== '' || stage.flag || (offer && offer.all.length > 0)) return offer;
  return { typed, start, all: flagWords(stage, false) };
}

function isSortKey({ type }: StageReader): boolean {
  return type?.syntax === 'fields';
}

function valueOffer(stage: StageReader, type: ArgType<unknown>, current: Lexeme, context: CompleteContext): Offer {
  switch (type.syntax) {
    case 'filter':
    case 'condition':
      return filterOffer(openedFilter(stage, type, context), current, context);
    case 'fields':
      return namesOffer(current, fieldsAt(stage) ?? []);
    case 'line':
    case 'alias':
    case 'command': {
      const words = stage.since.map((token) => token.text);
      return { typed: current.text, start: current.start, all: commandWords(context.registry, words, false) };
    }
    default:
      return typeOffer(type, current, context, stage);
  }
}

function openedFilter(stage: StageReader, type: ArgType<unknown>, { registry }: CompleteContext): StageReader {
  return new StageReader(registry, 'expression', stage.before ?? (type.fields ? null : stage), type);
}

/** The last part of a filter: `latency<3` is three words; what stands in quotes is read as if it did not. */
function filterOffer(stage: StageReader, current: Lexeme, context: CompleteContext): Offer {
  const fields = stage.type?.fields ?? (stage.type ? fieldsAt(stage) : null) ?? [];
  const since = [...stage.since];
  let { text: typed, start } = current;
  const isString = current.quoted && current.open;
  if (isString && since.length === 0) {
    const inner = new StageReader(context.registry, 'expression', stage.before, stage.type);
    for (const lexeme of lex(`${typed}\u0001`)) if (lexeme.kind === 'word') inner.push(lexeme);
    const tokens = [...inner.since];
    const last = tokens.pop();
    typed = last?.text.replace('\u0001', '') ?? '';
    start += 1 + (last?.start ?? 0);
    since.push(...tokens);
  } else {
    const glued = current.quoted ? null : /^(.*(?:=|[<>~]))([^=<>~]*)$/s.exec(typed);
    if (glued) {
      const inner = new StageReader(context.registry, 'expression', stage.before, stage.type);
      inner.push({ ...current, text: glued[1]!, end: start + glued[1]!.length });
      since.push(...inner.since);
      typed = glued[2]!;
      start += glued[1]!.length;
    }
  }
  const offset = Math.max(typed.lastIndexOf(','), typed.lastIndexOf('['), typed.lastIndexOf(' ')) + 1;
  const all = fieldWords(since, fields, context.engine);
  // In a list the value at the cursor is what counts.
  return { typed: typed.slice(offset), start: start + offset, all };
}

/** Field names in a comma list; a minus in front stays. */
function namesOffer({ text: typed, start }: Lexeme, fields: readonly string[]): Offer {
  const comma = typed.lastIndexOf(',') + 1;
  const offset = comma + (/^[+-]/.test(typed.slice(comma)) ? 1 : 0);
  return { typed, start, offset, all: fields.map((field) => ({ value: typed.slice(0, offset) + field })) };
}

/** What a type offers for the part that is fixed, so that the rest may be met anywhere; and for all that is typed. */
function typeOffer(
  type: ArgType<unknown>,
  { text: typed, start }: Lexeme,
  { engine, cwd }: CompleteContext,
  stage?: StageReader,
): Offer {
  const given = stage?.tokens.filter(({ role }) => role === 'value').map(({ text }) => text) ?? [];
  const context = engine ? { engine, cwd, given } : { cwd, given };
  const offset = Math.max(typed.lastIndexOf(','), typed.lastIndexOf('/')) + 1;
  const ask = (prefix: string): readonly Completion[] => type.complete?.(prefix, context) ?? [];
  const all = typed === '' ? ask('') : [...ask(typed), ...ask(typed.slice(0, offset))];
  const special = type.name === pathType.name ? SPECIAL_IN_PATHS : SPECIAL;
  // A blank in a file's name must not end the word; a `;` in the name of a source would begin a second command.
  return { typed, start, offset, all: all.map((one) => ({ ...one, value: one.value.replace(special, '\\$&') })) };
}

/** Lists have commas between their values, addresses brackets. */
const SPECIAL = /[ \t|;>(){}"'#$\\?]/g;
const SPECIAL_IN_PATHS = /[ \t|;>(){}[\],"'#$\\?]/g;

function flagWords({ command, given }: StageReader, common: boolean): Completion[] {
  const own = command!.definition.flags ?? {};
  const more = common ? Object.entries(COMMON_FLAGS).filter(([name]) => !own[name]) : [];
  return [...Object.entries(own), ...more]
    .filter(([name, { many }]) => many === true || !given.has(name))
    .map(([name, { type, help }]) => ({ value: `--${name}`, help: type ? `<${type.name}>  ${help}` : help }));
}

function emptyAt(at: number): Lexeme {
  return { kind: 'word', text: '', start: at, end: at, quoted: false, open: false };
}
