/**
 * Runs the benches beside it: `npm run bench` all of them, `npm run bench -- check` those whose name holds the word. Each
 * `*.bench.ts` measures its own rivals in the same run and gives rows; this prints them as tables. Loopback only.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { discoverModules } from '../../src/lib/sibling.ts';

/** What a bench file exports by default. */
export interface Bench {
  readonly name: string;
  run(): Promise<readonly Readonly<Record<string, string | number>>[]>;
}

process.env['REFBOT_NETWORK'] = 'loopback';
const filter = process.argv[2] ?? '';
const found = discoverModules(new URL('./', import.meta.url), '.bench.ts').filter(({ name }) => name.includes(filter));
if (found.length === 0) {
  process.stderr.write(`no bench is called like ${filter}\n`);
  process.exitCode = 2;
}
if (process.argv[3] !== '--part')
  process.stdout.write(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}\n`);
if (found.length === 1) await measure(found[0]!);
// Each in a process of its own: memory, compiled code and garbage of one must not count for the next.
else for (const { name } of found) inOwnProcess(name);

async function measure({ name, url }: { readonly name: string; readonly url: URL }): Promise<void> {
  const bench = ((await import(url.href)) as { readonly default?: Bench }).default;
  if (typeof bench?.name !== 'string' || typeof bench.run !== 'function')
    throw new Error(`${name}.bench.ts exports no bench`);
  process.stdout.write(`\n${bench.name}\n`);
  const startedAt = performance.now();
  process.stdout.write(table(await bench.run()));
  process.stdout.write(`(${((performance.now() - startedAt) / 1_000).toFixed(1)} s)\n`);
}

function inOwnProcess(name: string): void {
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, '--part'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}

function table(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? '')));
  const widths = columns.map((column, index) => Math.max(column.length, ...cells.map((line) => line[index]!.length)));
  const isNumber = columns.map((column) => rows.every((row) => typeof (row[column] ?? 0) === 'number'));
  const line = (values: readonly string[]): string =>
    values
      .map((value, index) => (isNumber[index] ? value.padStart(widths[index]!) : value.padEnd(widths[index]!)))
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line), ''].join('\n');
}
