/**
 * The stored fields of a proxy: how a row is written and how each of its values is read back. 0 stands for "none"
 * everywhere: two bytes a column in a file of a million lines. Readers take anything a file may hold and leave the
 * default where it is no good. Words are stored, never the numbers of the columns: those may change between versions.
 */
import type { ProtocolSet } from '../model/proxy.ts';
import {
  ANONYMITIES,
  BREAKER_STATES,
  isProtocol,
  protocolNames,
  PROTOCOLS,
  protocolSet,
  STATUSES,
} from '../model/proxy.ts';
import {
  countryCode,
  countryOf,
  outcomeOf,
  reasonCode,
  reasonOf,
  resultAt,
  resultCode,
  resultOf,
  withResult,
} from './codes.ts';
import type { Columns } from './columns.ts';
import { FLAG, THROUGHPUT_UNIT } from './columns.ts';
import { LATENCIES_KEPT } from './detail-pack.ts';
import type { PackedColumns } from './packed-rows.ts';
import type { Records } from './records.ts';
import { timelineOf, timelineText } from './timeline-text.ts';

/**
 * In the order of {@link imageOf}: first what makes a proxy, then what most have, last what hardly any has, because a file
 * leaves out the zeros that a row ends with.
 */
export const IMAGE_COLUMNS = [
  ...(['id', 'host', 'port', 'sources', 'firstSeen', 'claimed', 'status', 'checks', 'checkTally'] as const),
  ...(['checkedAt', 'dueAt', 'results', 'reason', 'breaker', 'history', 'passes', 'passTally'] as const),
  ...(['speaks', 'spoken', 'anonymity', 'latencies', 'timeline', 'country', 'exit', 'tlsIntact'] as const),
  ...(['user', 'password', 'tags', 'banned', 'changed', 'throughput', 'tlsSkip', 'targets', 'listed'] as const),
] as const;
type ImageColumn = (typeof IMAGE_COLUMNS)[number];
/** As much of the records as readers write to; the packer of rows has no more. */
export type ReadInto = Pick<Records, 'sources' | 'tags'> & {
  readonly columns: PackedColumns;
  readonly details: Pick<Records['details'], 'setLatencies' | 'setThroughputAt'>;
  readonly timelines: Pick<Records['timelines'], 'restore'>;
};
/** Writes a value of a file, whatever it is, into the record of a proxy. */
export type Reader<R = ReadInto> = (records: R, slot: number, value: unknown) => void;

export const LAST_ID = 2 ** 32 - 2;
export const MAX_TIME = 8.64e15;
export const U32 = 2 ** 32 - 1;
const ANSWERS_KEPT = 4_096;

/** The row of one proxy; nothing of it is shared with the pool. */
export function imageOf(records: Records, slot: number): readonly unknown[] {
  const c = records.columns;
  const flags = c.flags[slot]!;
  const detail = records.details.get(slot);
  return [
    c.id[slot],
    records.hostOf(slot),
    c.port[slot],
    namesImage(records.sources.names(c.sources[slot]!)),
    c.firstSeen[slot],
    PROTOCOL_TEXTS[c.claimed[slot]!],
    STATUSES[c.status[slot]!],
    c.checks[slot],
    tallyImage(c.checkTally[slot]!),
    c.checkedAt[slot],
    c.dueAt[slot],
    c.results[slot] === 0 ? 0 : resultsImage(c.results[slot]!),
    reasonOf(c.reason[slot]!) ?? 0,
    breakerImage(c, slot),
    c.history[slot],
    c.passes[slot],
    tallyImage(c.passTally[slot]!),
    PROTOCOL_TEXTS[c.speaks[slot]!],
    PROTOCOL_TEXTS[c.spoken[slot]!],
    ANONYMITIES[c.anonymity[slot]! - 1] ?? 0,
    detail === undefined ? 0 : latenciesImage(detail.latencies),
    // Of one that never passed the row says what the last check found: most of a pool, so that nothing more is spent.
    c.passes[slot] === 0 ? 0 : timelineText(records.timelines.packed(slot), c.checkedAt[slot]!) || 0,
    countryOf(c.country[slot]!) ?? 0,
    detail?.exit ?? 0,
    (flags & FLAG.tlsKnown) === 0 ? 0 : (flags & FLAG.tlsIntact) !== 0,
    records.userOf(slot) ?? 0,
    records.passwords.get(slot) ?? 0,
    namesImage(records.tags.names(c.tags[slot]!)),
    (flags & FLAG.banned) === 0 ? 0 : 1,
    detail?.changed ?? 0,
    c.throughput[slot] === 0 ? 0 : throughputImage(records, slot),
    (flags & FLAG.tlsSkip) === 0 ? 0 : 1,
    records.targets.rowImage(slot),
    records.findings.image(slot),
  ];
}

export function throughputImage(records: Records, slot: number): readonly number[] {
  return [records.columns.throughput[slot]! / THROUGHPUT_UNIT, records.details.throughputAt(slot)];
}

/** Most breakers are closed: then the failures alone. */
function breakerImage(c: Columns, slot: number): unknown {
  if (c.breaker[slot] === 0 && c.opened[slot] === 0 && c.openUntil[slot] === 0) return c.failures[slot];
  return [BREAKER_STATES[c.breaker[slot]!], c.failures[slot], c.opened[slot], c.openUntil[slot]];
}

/** Columns that hold whole numbers from 0 to this. */
export const WHOLE = {
  firstSeen: U32,
  checks: U32,
  passes: U32,
  history: U32,
  checkedAt: MAX_TIME,
  dueAt: MAX_TIME,
} as const;

type KeyColumn = 'id' | 'host' | 'port' | 'user' | 'password';
/** Columns that are kept beside the records, by what the pool alone knows; its texts are others than those of a packer. */
type PoolColumn = 'exit' | 'changed' | 'targets' | 'listed';

/** One reader a column that is not part of the key. None is called for 0. */
export const READERS: Readonly<Record<Exclude<ImageColumn, KeyColumn | PoolColumn>, Reader>> = {
  claimed: (records, slot, value) => void (records.columns.claimed[slot] = protocolsIn(value)),
  sources: (records, slot, value) => void (records.columns.sources[slot] = records.sources.of(namesIn(value))),
  firstSeen: whole('firstSeen'),
  tags: (records, slot, value) => void (records.columns.tags[slot] = records.tags.of(namesIn(value))),
  banned: (records, slot, value) => {
    if (value === 1) records.columns.flags[slot]! |= FLAG.banned;
  },
  status: (records, slot, value) => {
    records.columns.status[slot] = Math.max(0, (STATUSES as readonly unknown[]).indexOf(value));
  },
  checks: whole('checks'),
  passes: whole('passes'),
  history: whole('history'),
  passTally: tallyReader('passTally'),
  checkTally: tallyReader('checkTally'),
  checkedAt: whole('checkedAt'),
  dueAt: whole('dueAt'),
  reason: (records, slot, value) => void (records.columns.reason[slot] = reasonCode(readText(value))),
  results: (records, slot, value) => void (records.columns.results[slot] = resultsOf(readText(value) ?? '')),
  speaks: (records, slot, value) => void (records.columns.speaks[slot] = protocolsIn(value)),
  spoken: (records, slot, value) => void (records.columns.spoken[slot] = protocolsIn(value)),
  anonymity: (records, slot, value) => {
    records.columns.anonymity[slot] = (ANONYMITIES as readonly unknown[]).indexOf(value) + 1;
  },
  country: (records, slot, value) => void (records.columns.country[slot] = countryCode(readText(value))),
  tlsIntact: (records, slot, value) => {
    if (typeof value === 'boolean') records.columns.flags[slot]! |= FLAG.tlsKnown | (value ? FLAG.tlsIntact : 0);
  },
  latencies: (records, slot, value) => {
    if (typeof value !== 'object' || value === null) return;
    for (let index = 0; index < PROTOCOLS.length; index += 1) {
      const list: unknown = (value as Partial<Record<string, unknown>>)[PROTOCOLS[index]!];
      if (!Array.isArray(list)) continue;
      const good = list.every(isMeasure) ? list : list.filter(isMeasure);
      if (good.length === 0) continue;
      records.details.setLatencies(slot, index, good.slice(-LATENCIES_KEPT));
    }
  },
  breaker: (records, slot, value) => {
    const { columns: c } = records;
    if (typeof value === 'number') c.failures[slot] = readWhole(value, 255);
    if (!Array.isArray(value)) return;
    const [state, failures, opened, openUntil] = value as unknown[];
    readBreakerState(records, slot, state);
    c.failures[slot] = readWhole(failures, 255);
    c.opened[slot] = readWhole(opened, 255);
    c.openUntil[slot] = readWhole(openUntil, U32);
  },
  tlsSkip: (records, slot, value) => {
    if (value === 1) records.columns.flags[slot]! |= FLAG.tlsSkip;
  },
  throughput: (records, slot, value) => {
    if (!Array.isArray(value)) return;
    const [kibPerSecond, at] = value as unknown[];
    if (!isMeasure(kibPerSecond)) return;
    records.columns.throughput[slot] = Math.round(kibPerSecond * THROUGHPUT_UNIT);
    records.details.setThroughputAt(slot, readWhole(at, U32));
  },
  // After `passes` and `checkedAt`, which its times are told from.
  timeline: (records, slot, value) => {
    const { passes, checkedAt } = records.columns;
    if (passes[slot] !== 0) records.timelines.restore(slot, timelineOf(readText(value) ?? '', checkedAt[slot]!));
  },
};

/** The others, after those. */
export const POOL_READERS: Readonly<Record<PoolColumn, Reader<Records>>> = {
  exit: (records, slot, value) => void records.details.setExit(slot, readText(value)),
  changed: (records, slot, value) => records.details.setChanged(slot, readText(value)),
  targets: (records, slot, value) => records.targets.restoreRow(slot, value),
  listed: (records, slot, value) => records.findings.restore(slot, value),
};

/** The first value of a breaker that is a list. */
export function readBreakerState({ columns }: ReadInto, slot: number, state: unknown): void {
  columns.breaker[slot] = Math.max(0, (BREAKER_STATES as readonly unknown[]).indexOf(state));
}

/** @returns 0 for anything that is no whole number from 0 to `most` */
export function readWhole(value: unknown, most: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : 0;
}

/** @returns null for anything that is no text, and for an empty one */
export function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export const PROTOCOL_TEXTS: readonly (string | 0)[] = Array.from(
  { length: 16 },
  (_, set) => protocolNames(set).join(' ') || 0,
);
const PROTOCOL_SET_OF = new Map<unknown, ProtocolSet>(PROTOCOL_TEXTS.map((text, set) => [text, set]));

function protocolsIn(value: unknown): ProtocolSet {
  return PROTOCOL_SET_OF.get(value) ?? protocolSet((readText(value) ?? '').split(' ').filter(isProtocol));
}

/** Tenths of it fit a column. */
export function isMeasure(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < U32 / 10;
}

/** One name as a text, several as a list. */
export function namesImage(names: readonly string[]): unknown {
  return names.length === 0 ? 0 : names.length === 1 ? names[0] : names;
}

function namesIn(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return typeof value === 'string' && value !== '' ? [value] : [];
  return value.filter((one): one is string => readText(one) !== null);
}

/** A pool has few different sets of results; writing and reading each once saves a third of the time of a row. */
export const resultsImage = remembered((results: number): string => {
  const told: string[] = [];
  for (const [i, protocol] of PROTOCOLS.entries()) {
    const result = resultOf(resultAt(results, i));
    if (result === null) continue;
    told.push(`${protocol}:${result.outcome}${result.reason === null ? '' : `:${result.reason}`}`);
  }
  return told.join(' ');
});

const resultsOf = remembered((text: string): number => {
  let results = 0;
  for (const told of text.split(' ')) {
    const [protocol, outcome, reason] = told.split(':');
    const known = outcomeOf(outcome);
    const index = (PROTOCOLS as readonly unknown[]).indexOf(protocol);
    if (known !== null && index >= 0) results = withResult(results, index, resultCode(known, reason ?? null));
  }
  return results;
});

/** As `work`, with its latest answers kept. */
function remembered<K, V>(work: (key: K) => V): (key: K) => V {
  const answers = new Map<K, V>();
  return (key) => {
    let answer = answers.get(key);
    if (answer === undefined) {
      if (answers.size === ANSWERS_KEPT) answers.clear();
      answers.set(key, (answer = work(key)));
    }
    return answer;
  };
}

function latenciesImage(latencies: readonly (readonly number[])[]): unknown {
  const measured = PROTOCOLS.flatMap((protocol, i) => (latencies[i]!.length === 0 ? [] : [[protocol, latencies[i]!]]));
  return measured.length === 0 ? 0 : Object.fromEntries(measured);
}

/** Nine digits carry a 32-bit float without loss; most are whole. */
export function tallyImage(tally: number): number {
  return Number.isInteger(tally) ? tally : Number(tally.toPrecision(9));
}

function tallyReader(name: 'passTally' | 'checkTally'): Reader {
  return (records, slot, value) => {
    records.columns[name][slot] = typeof value === 'number' && value >= 0 && value <= U32 ? value : 0;
  };
}

function whole(name: keyof typeof WHOLE): Reader {
  return (records, slot, value) => void (records.columns[name][slot] = readWhole(value, WHOLE[name]));
}
