/** How values of rows look to a person: units, ages, lists. Columns of commands are made of these; machine formats never see them. */
import type { Column } from '../src/command/define.ts';
import { formatBytes, formatCount, formatDuration, formatPercent } from '../src/lib/units.ts';

type Show = NonNullable<Column['show']>;

/** What stands for a value that is not there. */
export const NOTHING = '–';

const number =
  (format: (value: number) => string): Show =>
  (value) =>
    typeof value === 'number' ? format(value) : NOTHING;

const countText = number(formatCount);
const durationText = number(formatDuration);
const bytesText = number(formatBytes);
const percentText = number(formatPercent);
const rateText = number((value) => `${formatCount(Math.round(value))} KiB/s`);
const scoreText = number((value) => value.toFixed(3));

export const count = (field: string, title?: string): Column => ({
  field,
  ...titled(title),
  align: 'right',
  show: countText,
});
export const duration = (field: string, title?: string): Column => ({
  field,
  ...titled(title),
  align: 'right',
  show: durationText,
});
export const bytes = (field: string, title?: string): Column => ({
  field,
  ...titled(title),
  align: 'right',
  show: bytesText,
});
export const percent = (field: string, title?: string): Column => ({
  field,
  ...titled(title),
  align: 'right',
  show: percentText,
});
/** KiB a second. */
export const rate = (field: string, title?: string): Column => ({
  field,
  ...titled(title),
  align: 'right',
  show: rateText,
});
/** A share from 0 to 1 with three digits. */
export const score = (field: string, title?: string): Column => ({
  field,
  ...titled(title),
  align: 'right',
  show: scoreText,
});
/** Text as it is; a dash where there is none. */
export const plain = (field: string, title?: string): Column => ({ field, ...titled(title), show: plainText });
/** Several words. */
export const words = (field: string, title?: string): Column => ({ field, ...titled(title), show: plainText });
/** Free text, that goes on in further lines where the table is narrow. @param least cells it is readable in */
export const prose = (field: string, least: number, title?: string): Column => ({
  field,
  ...titled(title),
  show: plainText,
  least,
  folds: true,
});
/** An ISO time as its age: `3m 05s ago`. */
export const ago = (field: string, title?: string): Column => ({
  field,
  ...titled(title),
  align: 'right',
  show: agoText,
});
/** An ISO time as local date and time. */
export const time = (field: string, title?: string): Column => ({ field, ...titled(title), show: timeText });
export const yesNo = (field: string, title?: string): Column => ({
  field,
  ...titled(title),
  show: (value) => (value === true ? 'yes' : 'no'),
});

const titled = (title: string | undefined): { readonly title?: string } => (title === undefined ? {} : { title });

function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (Array.isArray(value)) return value.length === 0 ? NOTHING : value.join(' ');
  if (typeof value === 'object') {
    const pairs = Object.entries(value).map(([name, part]) => `${name} ${plainText(part)}`);
    return pairs.length === 0 ? NOTHING : pairs.join('  ');
  }
  return typeof value === 'number' ? formatCount(value) : String(value);
}

function agoText(value: unknown): string {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? 'never' : `${formatDuration(Math.max(0, Date.now() - at))} ago`;
}

function timeText(value: unknown): string {
  const at = typeof value === 'string' ? new Date(value) : null;
  if (at === null || Number.isNaN(at.getTime())) return NOTHING;
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}
