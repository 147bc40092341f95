/**
 * The stored fields of a proxy, one entry each: how it is written and read. 0 stands for "none" everywhere: two bytes
 * a column in a file of a million lines. Readers take anything a file may hold and leave the default where it is no good.
 */
import {
  ANONYMITIES,
  BREAKER_STATES,
  isProtocol,
  protocolNames,
  PROTOCOLS,
  protocolSet,
  STATUSES,
} from '../model/proxy.ts';
import type { FailureReason } from '../model/report.ts';
import {
  countryCode,
  countryOf,
  OUTCOMES,
  reasonCode,
  reasonOf,
  resultAt,
  resultCode,
  resultOf,
  withResult,
} from './codes.ts';
import type { Columns } from './columns.ts';
import { FLAG } from './columns.ts';
import { LATENCIES_KEPT } from './details.ts';
import type { Records } from './records.ts';

export interface ImageField {
  readonly name: string;
  write(records: Records, slot: number): unknown;
  read(records: Records, slot: number, value: unknown): void;
}

const MAX_TIME = 8.64e15;
const U32 = 2 ** 32 - 1;

/** Order matters to people only: what is 0 for a proxy that was never checked comes last. */
export const IMAGE_FIELDS: readonly ImageField[] = [
  protocols('claimed'),
  names('sources'),
  whole('firstSeen', U32),
  names('tags'),
  {
    name: 'banned',
    write: (records, slot) => ((records.columns.flags[slot]! & FLAG.banned) === 0 ? 0 : 1),
    read: (records, slot, value) => {
      if (value === 1) records.columns.flags[slot]! |= FLAG.banned;
    },
  },
  word(
    'status',
    (c) => c.status,
    (code) => STATUSES[code]!,
    (text) => Math.max(0, (STATUSES as readonly string[]).indexOf(text)),
  ),
  whole('checks', U32),
  whole('passes', U32),
  whole('history', U32),
  tallied('passTally'),
  tallied('checkTally'),
  whole('checkedAt', MAX_TIME),
  whole('dueAt', MAX_TIME),
  word(
    'reason',
    (c) => c.reason,
    reasonOf,
    (text) => reasonCode(text as FailureReason),
  ),
  {
    name: 'results',
    write: (records, slot) => {
      const told = PROTOCOLS.flatMap((protocol, i) => {
        const result = resultOf(resultAt(records.columns.results[slot]!, i));
        if (result === null) return [];
        return [
          result.reason === null ? `${protocol}:${result.outcome}` : `${protocol}:${result.outcome}:${result.reason}`,
        ];
      });
      return told.length === 0 ? 0 : told.join(' ');
    },
    read: (records, slot, value) => {
      let results = 0;
      for (const told of words(value)) {
        const [protocol, outcome, reason] = told.split(':');
        const known = OUTCOMES.find((name) => name === outcome);
        const index = (PROTOCOLS as readonly string[]).indexOf(protocol!);
        if (known === undefined || index < 0) continue;
        results = withResult(results, index, resultCode(known, (reason as FailureReason | undefined) ?? null));
      }
      records.columns.results[slot] = results;
    },
  },
  protocols('speaks'),
  protocols('spoken'),
  word(
    'anonymity',
    (c) => c.anonymity,
    (code) => ANONYMITIES[code - 1] ?? null,
    (text) => (ANONYMITIES as readonly string[]).indexOf(text) + 1,
  ),
  word('country', (c) => c.country, countryOf, countryCode),
  {
    name: 'tlsIntact',
    write: (records, slot) => {
      const flags = records.columns.flags[slot]!;
      return (flags & FLAG.tlsKnown) === 0 ? 0 : (flags & FLAG.tlsIntact) !== 0;
    },
    read: (records, slot, value) => {
      if (typeof value === 'boolean') records.columns.flags[slot]! |= FLAG.tlsKnown | (value ? FLAG.tlsIntact : 0);
    },
  },
  detailText('exit'),
  detailText('changed'),
  {
    name: 'latencies',
    write: (records, slot) => {
      const latencies = records.details.get(slot)?.latencies ?? [];
      const told = PROTOCOLS.flatMap((protocol, i) =>
        (latencies[i]?.length ?? 0) === 0 ? [] : [[protocol, latencies[i]!]],
      );
      return told.length === 0 ? 0 : Object.fromEntries(told);
    },
    read: (records, slot, value) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [protocol, list] of Object.entries(value)) {
        if (!isProtocol(protocol) || !Array.isArray(list)) continue;
        const good = list.filter((one): one is number => typeof one === 'number' && one >= 0 && one < U32 / 10);
        if (good.length > 0)
          records.details.obtain(slot).latencies[PROTOCOLS.indexOf(protocol)] = good.slice(-LATENCIES_KEPT);
      }
    },
  },
  {
    name: 'breaker',
    write: ({ columns: c }, slot) =>
      c.breaker[slot] === 0 && c.failures[slot] === 0
        ? 0
        : [BREAKER_STATES[c.breaker[slot]!], c.failures[slot], c.opened[slot], c.openUntil[slot]],
    read: ({ columns: c }, slot, value) => {
      if (!Array.isArray(value)) return;
      const [state, failures, opened, openUntil] = value as unknown[];
      c.breaker[slot] = Math.max(0, (BREAKER_STATES as readonly unknown[]).indexOf(state));
      c.failures[slot] = readWhole(failures, 255);
      c.opened[slot] = readWhole(opened, 255);
      c.openUntil[slot] = readWhole(openUntil, U32);
    },
  },
];

/** @returns 0 for anything that is no whole number from 0 to `most` */
export function readWhole(value: unknown, most: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : 0;
}

/** @returns null for anything that is no text, and for an empty one */
export function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function words(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(' ') : [];
}

type NumberColumn = {
  [K in keyof Columns]: Columns[K] extends Uint8Array | Uint32Array | Float64Array ? K : never;
}[keyof Columns];

function whole(name: NumberColumn, most: number): ImageField {
  return {
    name,
    write: (records, slot) => records.columns[name][slot],
    read: (records, slot, value) => void (records.columns[name][slot] = readWhole(value, most)),
  };
}

/** Nine digits carry a 32-bit float without loss. */
function tallied(name: 'passTally' | 'checkTally'): ImageField {
  return {
    name,
    write: (records, slot) => Number(records.columns[name][slot]!.toPrecision(9)),
    read: (records, slot, value) => {
      records.columns[name][slot] = typeof value === 'number' && value >= 0 && value <= U32 ? value : 0;
    },
  };
}

function protocols(name: 'claimed' | 'speaks' | 'spoken'): ImageField {
  return {
    name,
    write: (records, slot) => protocolNames(records.columns[name][slot]!).join(' ') || 0,
    read: (records, slot, value) => void (records.columns[name][slot] = protocolSet(words(value).filter(isProtocol))),
  };
}

function word(
  name: string,
  column: (columns: Columns) => Uint8Array | Uint16Array,
  toWord: (code: number) => string | null,
  toCode: (text: string) => number,
): ImageField {
  return {
    name,
    write: (records, slot) => toWord(column(records.columns)[slot]!) ?? 0,
    read: (records, slot, value) => {
      column(records.columns)[slot] = typeof value === 'string' ? toCode(value) : 0;
    },
  };
}

/** One name as a text, several as a list. */
function names(name: 'sources' | 'tags'): ImageField {
  return {
    name,
    write: (records, slot) => {
      const found = records[name].names(records.columns[name][slot]!);
      return found.length === 0 ? 0 : found.length === 1 ? found[0] : found;
    },
    read: (records, slot, value) => {
      const list = (Array.isArray(value) ? value : [value]).filter((one): one is string => readText(one) !== null);
      records.columns[name][slot] = records[name].of(list);
    },
  };
}

function detailText(name: 'exit' | 'changed'): ImageField {
  return {
    name,
    write: (records, slot) => records.details.get(slot)?.[name] ?? 0,
    read: (records, slot, value) => {
      const text = readText(value);
      if (text !== null) records.details.obtain(slot)[name] = text;
    },
  };
}
