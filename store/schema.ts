/**
 * The shape of a state file as JSON Schema: what must be there before anything of it is believed. Only the reader's
 * worker loads this, since the validator is heavy to import. Keys that are not named here are kept, never refused.
 */
import { Errors } from 'typebox/schema';

const STATE_SCHEMA = {
  type: 'object',
  required: ['format', 'version', 'proxies'],
  properties: {
    format: { const: 'refbot-state' },
    version: { type: 'integer', minimum: 1 },
    savedAt: { type: 'string' },
    createdAt: { type: 'string' },
    settings: { type: 'object', properties: { auto: { type: 'boolean' } } },
    aliases: { type: 'object', additionalProperties: { type: 'string' } },
    sources: { type: 'array' },
    proxies: {
      type: 'object',
      required: ['v', 'cols', 'rows', 'nextId'],
      properties: {
        v: { const: 1 },
        cols: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
        rows: { type: 'array' },
        count: { type: 'integer', minimum: 0 },
        nextId: { type: 'integer', minimum: 1 },
      },
    },
  },
} as const;

/** What is wrong with a parsed state file (its rows may have been taken out), or null when nothing is. */
export function schemaProblem(value: unknown): string | null {
  const [fits, errors] = Errors(STATE_SCHEMA, value);
  if (fits) return null;
  const first = errors[0];
  return first
    ? `${first.instancePath === '' ? 'the file' : first.instancePath.slice(1).replaceAll('/', '.')} ${first.message}`
    : 'it has another shape';
}
