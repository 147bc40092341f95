/**
 * Runs the benches beside it: `npm run bench` all of them, `npm run bench -- check parse` those whose name holds one of the
 * words, `--markdown` for tables as docs/performance.md has them. Each `*.bench.ts` measures its own rivals in the same run
 * and gives rows; this prints them. Loopback only.
 */
import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { discoverModules, type Discovered } from '../../src/lib/sibling.ts';

type Row = Readonly<Record<string, string | number>>;

export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** What a bench file exports by default. */
export interface Bench {
  readonly name: string;
  /** @returns the rows of its one table, or its tables */
  run(): Promise<readonly Row[] | readonly Table[]>;
}

process.env['REFBOT_NETWORK'] = 'loopback';
const { values: given, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { markdown: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const benches = discoverModules(new URL('./', import.meta.url), '.bench.ts');

if (given.only !== undefined) await measure(benches.find(({ name }) => name === given.only)!);
else {
  const found = benches.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (found.length === 0) {
    process.stderr.write(`no bench is called like ${words.join(' or ')}\n`);
    process.exitCode = 2;
  } else {
    const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
    process.stdout.write(
      `node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${memory}\n`,
    );
  }
  // Each in a process of its own: memory, compiled code and garbage of one must not count for the next.
  for (const { name } of found) inOwnProcess(name);
}

async function measure({ name, url }: Discovered): Promise<void> {
  const bench = ((await import(url.href)) as { readonly default?: Bench }).default;
  if (typeof bench?.name !== 'string' || typeof bench.run !== 'function')
    throw new Error(`${url.href} exports no bench`);
  const startedAt = performance.now();
  const result = await bench.run();
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  if (given.markdown) process.stdout.write(`\n<!-- bench ${name}, ${seconds} s -->\n`);
  for (const { title, rows } of isTables(result) ? result : [{ title: bench.name, rows: result }])
    process.stdout.write(given.markdown ? `\n**${title}**\n\n${markdown(rows)}` : `\n${title}\n${table(rows)}`);
  if (!given.markdown) process.stdout.write(`(${seconds} s)\n`);
}

function isTables(result: readonly Row[] | readonly Table[]): result is readonly Table[] {
  return Array.isArray(result[0]?.rows);
}

function inOwnProcess(name: string): void {
  const more = given.markdown ? ['--markdown'] : [];
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--only', name, ...more], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}

function table(rows: readonly Row[]): string {
  const columns = columnsOf(rows);
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? '')));
  const widths = columns.map((column, index) => Math.max(column.length, ...cells.map((line) => line[index]!.length)));
  const line = (values: readonly string[]): string =>
    values
      .map((value, index) =>
        isNumeric(rows, columns[index]!) ? value.padStart(widths[index]!) : value.padEnd(widths[index]!),
      )
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line), ''].join('\n');
}

function markdown(rows: readonly Row[]): string {
  const columns = columnsOf(rows);
  const line = (values: readonly string[]): string => `| ${values.join(' | ')} |\n`;
  return (
    line(columns) +
    line(columns.map((column) => (isNumeric(rows, column) ? '---:' : '---'))) +
    rows.map((row) => line(columns.map((column) => String(row[column] ?? '')))).join('')
  );
}

function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** Only numbers in it, or nothing. */
function isNumeric(rows: readonly Row[], column: string): boolean {
  return rows.every((row) => Number.isFinite(Number(row[column] ?? 0)));
}
