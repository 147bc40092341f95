/**
 * How a field is named in filters: exactly, in any case, or without its ending (`latency` is `latencyMs`, `protocol` is
 * `protocols`, `lastChecked` is `lastCheckedAt`). Pure; used by filters, `sort`, `select`, --columns and completion.
 */
import { PROXY_FIELDS } from '../proxy-fields.ts';

const ENDINGS = ['', 'Ms', 's', 'At'];

/** The field that is meant, or null when the rows have none like it. */
export function resolveField(name: string, fields: readonly string[]): string | null {
  if (fields.includes(name)) return name;
  const wanted = ENDINGS.map((ending) => (name + ending).toLowerCase());
  for (const candidate of wanted) {
    const found = fields.find((field) => field.toLowerCase() === candidate);
    if (found !== undefined) return found;
  }
  return null;
}

/** Reads a dotted field from rows. With unknown fields every row is asked for the forms of the name. */
export function fieldReader(path: readonly string[], fields: readonly string[] | null): (row: object) => unknown {
  const [head, ...rest] = path as readonly [string, ...string[]];
  const read = fields === null ? guessingReader(head) : knownReader(resolveField(head, fields) ?? head);
  if (rest.length === 0) return read;
  return (row) => readPath(read(row), rest);
}

/**
 * The value at a path inside a value; null where the path leads nowhere. In a list a number takes one item, `length`
 * counts them, and a name takes that field of every item.
 */
export function readPath(value: unknown, path: readonly string[]): unknown {
  let current: unknown = value;
  for (const step of path) current = readStep(current, step);
  return current ?? null;
}

function readStep(value: unknown, step: string): unknown {
  if (Array.isArray(value)) {
    if (/^\d+$/.test(step)) return (value as readonly unknown[])[Number(step)];
    return step === 'length' ? value.length : value.map((item: unknown) => readStep(item, step) ?? null);
  }
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Readonly<Record<string, unknown>>;
  const name = Object.hasOwn(fields, step) ? step : resolveField(step, Object.keys(fields));
  return name === null ? null : fields[name];
}

function knownReader(name: string): (row: object) => unknown {
  return (row) => (row as Readonly<Record<string, unknown>>)[name];
}

function guessingReader(name: string): (row: object) => unknown {
  const usual = resolveField(name, PROXY_FIELDS) ?? name;
  return (row) => {
    if (Object.hasOwn(row, name)) return (row as Readonly<Record<string, unknown>>)[name];
    if (Object.hasOwn(row, usual)) return (row as Readonly<Record<string, unknown>>)[usual];
    const found = resolveField(name, Object.keys(row));
    return found === null ? null : (row as Readonly<Record<string, unknown>>)[found];
  };
}
