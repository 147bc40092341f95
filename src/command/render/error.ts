/**
 * An error as a person sees it: what is wrong, the line with a caret under the place, what was probably meant, usage.
 * Pure: text in, text out; used for notes, the output panel and tests.
 */
import { foldToWidth } from '../../lib/fold.ts';
import { maskSecrets, safeLines, safeText, standIns } from '../../lib/safe-text.ts';
import { displayWidth, truncateToWidth } from '../../lib/width.ts';
import { lineAndColumn } from './json.ts';
import { foldUsage } from '../help/usage.ts';
import { paint } from './colour.ts';
import { EXIT } from '../../model/errors.ts';
import type { RefbotError, Span } from '../../model/errors.ts';
import type { Io } from '../io.ts';

const GLYPHS = {
  utf8: { corner: '┌─', bar: '│' },
  ascii: { corner: '-->', bar: '|' },
} as const;

/** Several lines without the last newline. @param debug adds the stack of defects */
export function renderError(error: RefbotError, output: Io['output'], debug = false): string {
  const { details, kind, message } = error;
  const lines = [`${paint(`error[${kind.code}]`, 'red', output.color)}: ${paint(message, 'bold', output.color)}`];
  const { span } = details;
  // One command of a shell's argv: its words are on the screen already; a frame helps only where a word is wrong.
  const framed = span !== undefined && span.text.trim() !== '' && (span.origin !== 'argv' || kind.exit === EXIT.usage);
  const margin = framed ? String(lineAndColumn(span.text, span.start).line).length + 1 : 2;
  if (framed) lines.push(...frame(span, details.label ?? '', output, margin));
  const room = output.tty ? Math.max(20, output.columns - margin - 2) : Infinity;
  if (details.hint !== undefined) {
    lines.push(
      ...aside(
        details.hint.split('\n').flatMap((line) => foldToWidth(line, room)),
        margin,
      ),
    );
  }
  if (details.usage !== undefined) lines.push(...aside(foldUsage(`usage: ${details.usage}`, room), margin));
  if (debug && kind.blame === 'refbot')
    lines.push(safeLines(String((details.cause as Error | undefined)?.stack ?? error.stack)));
  return lines.join('\n');
}

/** Help below the frame. */
function aside(lines: readonly string[], margin: number): string[] {
  return lines.map((line, index) => `${' '.repeat(margin)}${index === 0 ? '=' : ' '} ${line}`);
}

function frame(span: Span, label: string, output: Io['output'], margin: number): string[] {
  const glyphs = output.utf8 ? GLYPHS.utf8 : GLYPHS.ascii;
  const { line, column } = lineAndColumn(span.text, span.start);
  const lineStart = span.start - column + 1;
  const newline = span.text.indexOf('\n', lineStart);
  const row = span.text.slice(lineStart, newline < 0 ? undefined : newline);
  const typed = standIns(row.replace(/[\t\r]/g, ' '), output.utf8 ? '\ufffd' : '?');
  // What was typed may end up in the log of a build: without its passwords, the place shifted by what they lost.
  const whole = maskSecrets(typed);
  const at = Math.min(whole.length, maskSecrets(typed.slice(0, column - 1)).length);
  const end = maskSecrets(typed.slice(0, column - 1 + span.end - span.start)).length;
  const room = Math.max(20, output.columns - margin - 2);
  const { text, skipped } = windowOf(whole, at, room, output.utf8 ? '…' : '~');
  const before = text.slice(0, at - skipped);
  const marked = whole.slice(at, end);
  const width = Math.max(1, Math.min(displayWidth(marked), room - displayWidth(before)));
  const pad = ' '.repeat(margin);
  const caret = `${' '.repeat(displayWidth(before))}${paint('^'.repeat(width), 'red', output.color)}`;
  return [
    `${pad}${glyphs.corner} ${safeText(span.origin)}:${line}:${column}`,
    `${String(line).padEnd(margin)}${glyphs.bar} ${text}`.trimEnd(),
    `${pad}${glyphs.bar} ${caret}${label === '' ? '' : ` ${label}`}`,
  ];
}

/** The part of a long line around the place. `skipped` = how much further left the place is in the part. */
function windowOf(line: string, place: number, room: number, ellipsis: string): { text: string; skipped: number } {
  if (displayWidth(line) <= room) return { text: line, skipped: 0 };
  if (place <= room / 2) return { text: truncateToWidth(line, room, ellipsis), skipped: 0 };
  const from = Math.max(0, place - Math.floor(room / 2));
  return { text: truncateToWidth(ellipsis + line.slice(from + 1), room, ellipsis), skipped: from };
}
