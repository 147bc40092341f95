/**
 * Reads rows as this RefBot writes them, column after column, without asking which one is next: it takes a fifth less than
 * reading any row, since a processor that has to guess what comes after a value guesses wrong. Used by the packer of rows;
 * what looks different in any way is left to src/pool/row-fields.ts.
 */
import type { BatchFill } from './batch-fill.ts';
import { IMAGE_COLUMNS, LAST_ID, MAX_TIME, U32 } from './image-fields.ts';
import type { RowFields } from './row-fields.ts';
import type { Field } from './row-plan.ts';

// Own ones: src/pool/row-scanner.ts says why.
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

const placeOf = (name: (typeof IMAGE_COLUMNS)[number]): number => IMAGE_COLUMNS.indexOf(name);
/** From here on columns are read one by one: hardly any row has them, or their values are long. */
const OTHERS = placeOf('latencies');
const SOURCES = placeOf('sources');
const CLAIMED = placeOf('claimed');
const STATUS = placeOf('status');
const RESULTS = placeOf('results');
const REASON = placeOf('reason');
const BREAKER = placeOf('breaker');
const SPEAKS = placeOf('speaks');
const SPOKEN = placeOf('spoken');
const ANONYMITY = placeOf('anonymity');

export function areUsual(columns: readonly string[]): boolean {
  return columns.length >= OTHERS && IMAGE_COLUMNS.every((name, i) => i >= OTHERS || columns[i] === name);
}

/**
 * @param begin where the first value of the row is
 * @returns where the row ends; -1 where it looks different: then there may be anything in its columns
 * @throws NoRow
 */
export function readUsualRow(
  row: RowFields,
  fields: readonly Field[],
  fill: BatchFill,
  begin: number,
  slot: number,
): number {
  const at = readValues(row, fields, fill, begin, slot);
  return at >= 0 && row.plain.bytes[at] === CLOSE_LIST ? at + 1 : -1;
}

/** @returns where the last value ends that was read */
function readValues(row: RowFields, fields: readonly Field[], fill: BatchFill, begin: number, slot: number): number {
  const { plain, scanner } = row;
  const { bytes } = plain;
  const { into } = fill;
  const c = into.columns;

  let at = plain.whole(begin);
  if (at < 0 || bytes[at] !== COMMA || plain.number === 0 || plain.number > LAST_ID) return -1;
  c.id[slot] = plain.number;
  at = plain.ipv4(at + 1);
  if (at < 0 || bytes[at] !== COMMA) return -1;
  row.ipv4(slot, plain.number);
  at = plain.whole(at + 1);
  if (at < 0 || plain.number === 0 || plain.number > 65_535) return -1;
  c.port[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  const sources = fields[SOURCES]!.coded;
  at = sources.take(scanner, plain, at + 1, into, slot);
  c.sources[slot] = sources.code;
  if (bytes[at] !== COMMA) return at;
  at = plain.whole(at + 1);
  if (at < 0 || plain.number > U32) return -1;
  c.firstSeen[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  const claimed = fields[CLAIMED]!.coded;
  at = claimed.take(scanner, plain, at + 1, into, slot);
  c.claimed[slot] = claimed.code;
  if (bytes[at] !== COMMA) return at;
  const status = fields[STATUS]!.coded;
  at = status.take(scanner, plain, at + 1, into, slot);
  c.status[slot] = status.code;
  if (bytes[at] !== COMMA) return at;
  at = plain.whole(at + 1);
  if (at < 0 || plain.number > U32) return -1;
  c.checks[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  at = plain.decimal(at + 1);
  if (at < 0 || plain.number > U32) return -1;
  c.checkTally[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  at = plain.whole(at + 1);
  if (at < 0 || plain.number > MAX_TIME) return -1;
  c.checkedAt[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  at = plain.whole(at + 1);
  if (at < 0 || plain.number > MAX_TIME) return -1;
  c.dueAt[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  const results = fields[RESULTS]!.coded;
  at = results.take(scanner, plain, at + 1, into, slot);
  c.results[slot] = results.code;
  if (bytes[at] !== COMMA) return at;
  const reason = fields[REASON]!.coded;
  at = reason.take(scanner, plain, at + 1, into, slot);
  c.reason[slot] = reason.code;
  if (bytes[at] !== COMMA) return at;
  at = readBreaker(row, fields[BREAKER]!, fill, at + 1, slot);
  if (at < 0) return -1;
  if (bytes[at] !== COMMA) return at;
  at = plain.whole(at + 1);
  if (at < 0 || plain.number > U32) return -1;
  c.history[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  at = plain.whole(at + 1);
  if (at < 0 || plain.number > U32) return -1;
  c.passes[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  at = plain.decimal(at + 1);
  if (at < 0 || plain.number > U32) return -1;
  c.passTally[slot] = plain.number;
  if (bytes[at] !== COMMA) return at;
  const speaks = fields[SPEAKS]!.coded;
  at = speaks.take(scanner, plain, at + 1, into, slot);
  c.speaks[slot] = speaks.code;
  if (bytes[at] !== COMMA) return at;
  const spoken = fields[SPOKEN]!.coded;
  at = spoken.take(scanner, plain, at + 1, into, slot);
  c.spoken[slot] = spoken.code;
  if (bytes[at] !== COMMA) return at;
  const anonymity = fields[ANONYMITY]!.coded;
  at = anonymity.take(scanner, plain, at + 1, into, slot);
  c.anonymity[slot] = anonymity.code;
  for (let column = OTHERS; bytes[at] === COMMA; column += 1) {
    if (column === fields.length || bytes[at + 1]! <= SPACE) return -1;
    at = row.value(fields[column]!, at + 1, slot);
  }
  return at;
}

/** The failures of a closed one; a list for any other. @returns where it ends; -1 where it looks different */
function readBreaker(
  { plain, scanner }: RowFields,
  { coded }: Field,
  { into }: BatchFill,
  begin: number,
  slot: number,
): number {
  const { bytes } = plain;
  const c = into.columns;
  if (bytes[begin] !== OPEN_LIST) {
    const at = plain.whole(begin);
    if (plain.number > 255) return -1;
    c.failures[slot] = plain.number;
    return at;
  }
  if (bytes[begin + 1] !== QUOTE) return -1;
  let at = coded.take(scanner, plain, begin + 1, into, slot);
  c.breaker[slot] = coded.code;
  at = bytes[at] === COMMA ? plain.whole(at + 1) : -1;
  if (at < 0 || bytes[at] !== COMMA || plain.number > 255) return -1;
  c.failures[slot] = plain.number;
  at = plain.whole(at + 1);
  if (at < 0 || bytes[at] !== COMMA || plain.number > 255) return -1;
  c.opened[slot] = plain.number;
  at = plain.whole(at + 1);
  if (at < 0 || bytes[at] !== CLOSE_LIST || plain.number > U32) return -1;
  c.openUntil[slot] = plain.number;
  return at + 1;
}
