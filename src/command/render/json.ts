/** The JSON document of `--json`: `{"ok":true,"data":…,"meta":{"count":…,"ms":…}}`, or the error with its code and place. */
import { safeJson } from '../../lib/safe-text.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Row } from '../define.ts';

export type Meta = Readonly<Record<string, unknown>>;

/** Rows are turned into text one by one, so that a long list does not hold up the event loop. */
export async function* renderJsonRows(rows: AsyncIterable<Row>, meta: (count: number) => Meta): AsyncGenerator<string> {
  yield '{"ok":true,"data":[';
  let count = 0;
  for await (const row of rows) yield (count++ === 0 ? '' : ',') + safeJson(row);
  yield `],"meta":${safeJson(meta(count))}}\n`;
}

export function renderJsonValue(value: unknown, meta: Meta): string {
  return `${safeJson({ ok: true, data: value ?? null, meta })}\n`;
}

/** All errors of a text: the first is `error`, all of them are `errors` where there are several. */
export function renderJsonErrors(errors: readonly RefbotError[]): string {
  const [first, ...rest] = errors.map(errorObject);
  return `${safeJson({ ok: false, error: first, ...(rest.length > 0 ? { errors: [first, ...rest] } : {}) })}\n`;
}

function errorObject({ kind, errorName, message, details }: RefbotError) {
  const { span, hint, usage, data } = details;
  return {
    code: kind.code,
    name: errorName,
    message,
    exit: kind.exit,
    retry: kind.retry,
    ...(span
      ? { span: { file: span.origin, ...lineAndColumn(span.text, span.start), length: span.end - span.start } }
      : {}),
    ...(hint === undefined ? {} : { hint }),
    ...(usage === undefined ? {} : { usage }),
    ...(data === undefined ? {} : { data }),
  };
}

/** 1-based; columns in characters as an editor counts them (UTF-16 units). */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const newline = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - newline };
}
