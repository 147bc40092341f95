/** A small registry of commands over fifty made-up proxies, and a way to run text and see everything that came out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterpreter } from '../../src/command/create-interpreter.ts';
import { defineCommand } from '../../src/command/define.ts';
import type { CommandDefinition, Row } from '../../src/command/define.ts';
import type { Interpreter, RunOptions } from '../../src/command/interpreter.ts';
import type { Io } from '../../src/command/io.ts';
import { PROXY_FIELDS } from '../../src/command/proxy-fields.ts';
import { Registry, loadRegistry } from '../../src/command/registry.ts';
import { commandLine } from '../../src/command/types/command-line.ts';
import { country } from '../../src/command/types/country.ts';
import { duration } from '../../src/command/types/duration.ts';
import { filter } from '../../src/command/types/filter.ts';
import { int } from '../../src/command/types/int.ts';
import { listOf } from '../../src/command/types/list-of.ts';
import { proxy } from '../../src/command/types/proxy.ts';
import { selector } from '../../src/command/types/selector.ts';
import { word } from '../../src/command/types/word.ts';
import { fail } from '../../src/model/errors.ts';
import type { ProxyRow } from '../../src/model/proxy.ts';
import { RecordingIo } from './recording-io.ts';

export const ROWS: readonly ProxyRow[] = Array.from({ length: 50 }, (_, index) => ({
  id: index + 1,
  address: `192.0.2.${index + 1}:3128`,
  protocols: index % 2 ? ['http'] : ['http', 'socks5'],
  status: index % 3 ? 'working' : 'failed',
  score: index / 50,
  success: 1,
  speed: 0.5,
  reliability: 0.25,
  latencyMs: index % 5 ? index * 37 : null,
  anonymity: index % 4 ? 'elite' : null,
  country: (['DE', 'FR', 'US'] as const)[index % 3]!,
  breaker: 'CLOSED',
  sources: [],
  tags: index === 7 ? ['slow', 'paid'] : [],
  lastCheckedAt: new Date(Date.UTC(2026, 0, 1) + index * 3_600_000).toISOString(),
  failure: null,
  changed: null,
  banned: false,
  evicted: false,
  throughput: null,
  targets: [],
  listed: null,
}));

const FILTERS = ['where', 'sort', 'first', 'last', 'select', 'count', 'to'];
const OWN = [
  ...FILTERS,
  'help',
  'echo',
  'assert',
  'run',
  'exit',
  'sleep',
  'source',
  'format',
  'timing',
  'history',
  'fmt',
];
const disk = loadRegistry();

const rowsOf = (rows: readonly ProxyRow[]): Row[] => rows.map((row) => ({ ...row }));
const COLUMNS = ['address', 'status', 'score', 'latencyMs', 'country', 'protocols'].map((field) => ({ field }));

/** What the commands of the world did, in order. */
export const deeds: string[] = [];

const WORLD: Readonly<Record<string, CommandDefinition>> = {
  'proxies list': defineCommand({
    summary: 'Lists proxies',
    effect: 'read',
    output: 'rows',
    needs: 'none',
    fields: PROXY_FIELDS,
    columns: COLUMNS,
    examples: [],
    run: () => rowsOf(ROWS),
  }),
  'proxies top': defineCommand({
    summary: 'Shows the best proxies',
    args: [{ name: 'n', type: int({ min: 1 }), default: 10, help: 'how many' }],
    flags: {
      country: { type: listOf(country), help: 'exit countries' },
      protocol: { type: word, short: 'p', many: true, help: 'protocols' },
      where: { type: filter(PROXY_FIELDS), help: 'a filter' },
      reverse: { short: 'r', help: 'worst first' },
    },
    effect: 'read',
    output: 'rows',
    needs: 'none',
    fields: PROXY_FIELDS,
    columns: COLUMNS,
    aliases: ['top'],
    examples: ['proxies top 10'],
    run(_context, args) {
      const { country: countries, where } = args;
      const rows = rowsOf(ROWS)
        .filter((row) => !countries || countries.includes(row['country'] as string))
        .filter((row) => args.protocol.every((name) => (row['protocols'] as string[]).includes(name)))
        .filter((row) => !where || where.test(row))
        .sort((a, b) => (b['score'] as number) - (a['score'] as number));
      return (args.reverse ? rows.reverse() : rows).slice(0, args.n);
    },
  }),
  'proxies stats': defineCommand({
    summary: 'Counts proxies',
    effect: 'read',
    output: 'value',
    needs: 'none',
    fields: ['total', 'working', 'countries', 'successRate', 'avgLatencyMs'],
    examples: [],
    run: () => ({
      total: ROWS.length,
      working: ROWS.filter((row) => row.status === 'working').length,
      countries: [
        { country: 'DE', working: 3 },
        { country: 'FR', working: 2 },
      ],
      successRate: 0.66,
      avgLatencyMs: 1234,
    }),
  }),
  'proxies tag': defineCommand({
    summary: 'Tags a proxy',
    args: [
      { name: 'proxy', type: proxy, help: 'which one' },
      { name: 'tag', type: word, help: 'the tag' },
    ],
    effect: 'write',
    output: 'none',
    needs: 'none',
    examples: [],
    run: (_context, args) => void deeds.push(`tag ${args.proxy} ${args.tag}`),
  }),
  'proxies remove': defineCommand({
    summary: 'Removes proxies',
    args: [{ name: 'which', type: selector, help: 'which ones' }],
    effect: 'danger',
    output: 'value',
    needs: 'none',
    examples: [],
    run(_context, { which }) {
      deeds.push(`remove ${selector.display!(which)}`);
      return { removed: which.kind === 'where' ? ROWS.filter((row) => which.filter.test(row)).length : 1 };
    },
  }),
  'slow rows': defineCommand({
    summary: 'Gives a row every ten milliseconds',
    effect: 'read',
    output: 'rows',
    needs: 'none',
    fields: ['n'],
    examples: [],
    async *run({ signal, progress }) {
      for (let n = 1; !signal.aborted; n++) {
        progress({ done: n, total: null, rate: null, etaMs: null });
        yield { n };
        await new Promise((done) => setTimeout(done, 10));
      }
    },
  }),
  'many rows': defineCommand({
    summary: 'Gives many rows at once',
    args: [{ name: 'n', type: int({ min: 0 }), help: 'how many' }],
    effect: 'read',
    output: 'rows',
    needs: 'none',
    fields: ['n', 'text'],
    examples: [],
    *run(_context, args) {
      for (let n = 0; n < args.n; n++) yield { n, text: `row ${n}` };
    },
  }),
  broken: defineCommand({
    summary: 'Fails after two rows',
    effect: 'read',
    output: 'rows',
    needs: 'none',
    fields: ['n'],
    examples: [],
    *run() {
      yield { n: 1 };
      yield { n: 2 };
      throw fail('network', 'the line went dead');
    },
  }),
  'needs engine': defineCommand({
    summary: 'Needs an engine',
    effect: 'read',
    output: 'none',
    examples: [],
    run: () => undefined,
  }),
  every: defineCommand({
    summary: 'Runs a line twice',
    args: [
      { name: 'time', type: duration, help: 'between' },
      { name: 'line', type: commandLine, help: 'what to run' },
    ],
    effect: 'read',
    output: 'none',
    needs: 'none',
    examples: [],
    async run({ language }, args) {
      await language.run({ text: args.line, origin: 'every' });
      await language.run({ text: args.line, origin: 'every' });
    },
  }),
  serve: defineCommand({
    summary: 'Says where it listens and goes on',
    effect: 'read',
    output: 'value',
    needs: 'none',
    examples: [],
    async run({ emit }) {
      await emit({ http: 'http://127.0.0.1:1/', port: 1 });
    },
  }),
};

export const registry = new Registry([
  ...Object.entries(WORLD).map(([name, definition]) => ({ name, origin: name, load: () => definition })),
  ...OWN.map((name) => ({ name, origin: `commands/${name}`, load: () => disk.get(name)!.definition })),
]);

export class LookIo extends RecordingIo {
  override readonly output: Io['output'];

  constructor(cwd: string, look: Partial<Io['output']> = {}) {
    super(cwd);
    this.output = { tty: false, columns: 80, color: false, utf8: true, ...look };
  }
}

export interface Said {
  readonly status: number;
  readonly out: string;
  readonly notes: string;
  readonly events: readonly string[];
}

export class LanguageWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'refbot-language-'));
  readonly interpreter: Interpreter = createInterpreter({ engine: null, registry });

  async say(
    text: string,
    options: RunOptions = {},
    look: Partial<Io['output']> = {},
    more: SayMore = {},
  ): Promise<Said> {
    const io = new LookIo(this.folder, look);
    io.yes = more.yes ?? false;
    const source = { text, origin: more.origin ?? 'prompt', ...(more.args ? { args: more.args } : {}) };
    const signal = more.signal ?? new AbortController().signal;
    const status = more.argv
      ? await this.interpreter.runArgv(more.argv, io, options, signal)
      : await this.interpreter.run(source, io, options, signal);
    const notes = io.events.filter((event) => event.startsWith('note ')).map((event) => event.slice(5));
    return { status, out: io.data, notes: notes.join('\n'), events: io.events };
  }

  argv(...argv: string[]): Promise<Said> {
    return this.say('', {}, {}, { argv });
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface SayMore {
  readonly origin?: string;
  readonly args?: readonly string[];
  readonly argv?: readonly string[];
  readonly yes?: boolean;
  readonly signal?: AbortSignal;
}
