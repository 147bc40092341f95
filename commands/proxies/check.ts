/** `proxies check` and `check`: finds out which proxies work, as a job that can be cancelled without losing its results. */
import { defineCommand } from '../../src/command/define.ts';
import type { CommandContext, Row } from '../../src/command/define.ts';
import { selectIds } from '../../src/command/select-ids.ts';
import { duration as durationType } from '../../src/command/types/duration.ts';
import { filter } from '../../src/command/types/filter.ts';
import { int } from '../../src/command/types/int.ts';
import { selector } from '../../src/command/types/selector.ts';
import type { Selection } from '../../src/command/types/selector.ts';
import { pageUrl } from '../../src/command/types/page-url.ts';
import { url } from '../../src/command/types/url.ts';
import type { CheckOptions } from '../../src/engine/types.ts';
import { fail } from '../../src/model/errors.ts';
import { formatCount } from '../../src/lib/units.ts';
import { count, duration, plain } from '../_show.ts';
import type { CheckPace } from '../../src/model/pace.ts';
import { counted, detail, headline, histogram } from '../_summary.ts';
import { explained, explainText } from './_explain.ts';

export default defineCommand({
  summary: 'Checks which proxies work, how fast and how anonymous they are',
  description:
    'Without a selector those that are due, the most promising first: who is likely to pass, never checked ones of good sources before all. `@all` checks every proxy now. A proxy counts as working after a second request on a new connection confirmed the first. Ctrl-C ends the check and keeps what was found.',
  args: [
    {
      name: 'selector',
      type: selector,
      required: false,
      help: '@all, @top 10, where …, ids or addresses; default: those due, with --target all but the failed',
    },
  ],
  flags: {
    judge: { type: url, help: 'judge to check through instead of the configured one' },
    concurrency: { type: int({ min: 1, max: 50_000 }), help: 'checks in flight at once' },
    timeout: { type: durationType, help: 'longest time for one protocol of a proxy' },
    'connect-timeout': { type: durationType, help: 'longest time for the TCP connection' },
    retries: { type: int({ min: 0, max: 10 }), help: 'late retries of a connection that timed out' },
    limit: { type: int({ min: 1 }), short: 'n', help: 'most proxies' },
    target: { type: pageUrl, help: 'check against this page of yours; results are kept with the page' },
    expect: {
      type: filter(['status', 'body', 'headers', 'latencyMs']),
      help: 'what the target must answer, as a filter over status, body, headers.NAME, latency',
    },
    explain: { help: 'tell how fast it was allowed to go and why, what it waited for, and which knob would help' },
    'expect-alive': { type: int({ min: 1 }), help: 'fail with exit status 3 when fewer work' },
  },
  effect: 'write',
  output: 'value',
  columns: [
    count('checked'),
    count('working'),
    count('answered'),
    count('failed'),
    count('cancelled'),
    plain('reasons'),
    plain('tampered'),
    { ...plain('judge'), sparse: true },
    { ...plain('page'), sparse: true },
    duration('ms', 'took'),
  ],
  examples: [
    'check',
    'check @all --concurrency 500 --timeout 5s',
    'proxies check where country = DE --limit 1000',
    'check 192.0.2.7:3128',
    'check --target http://127.0.0.1:8000/ --expect \'status = 200 and body ~ "welcome"\'',
    'check --limit 2000 --expect-alive 50',
    'check @all --explain',
  ],
  show: (row, output) =>
    row['checked'] === 0
      ? 'no proxy was checked: none is due; `check @all` checks all of the pool\n'
      : headline(
          `checked ${formatCount(Number(row['checked']))}`,
          row['ms'],
          counted(row, ['working', 'answered', 'failed', 'cancelled'], ['working']),
        ) +
        detail('failed', histogram(row['reasons'] as Readonly<Record<string, number>>), output) +
        detail('tampered', counted(tampered(row), Object.keys(tampered(row))), output) +
        (row['page'] === null
          ? detail('judge ', String(row['judge']), output)
          : detail('page  ', String(row['page']), output)) +
        (row['pace'] ? explainText(row['pace'] as CheckPace, row['page'] === null ? 'judge' : 'page', output) : ''),
  async run(context, args) {
    const { engine, signal, progress } = context;
    // Without --target the engine takes the configured page, unless a judge is named.
    if (args.expect && args.target === undefined && (args.judge !== undefined || engine.config.get('url') === null)) {
      throw fail('missing-argument', '--expect needs a page: --target URL, or the configuration key url', {
        hint: 'check --target http://127.0.0.1:8000/ --expect "status = 200"',
      });
    }
    if (args.target !== undefined && args.judge !== undefined) {
      throw fail('bad-value', '--target takes the place of the judge: --judge says nothing beside it', {
        hint: 'check with each of them',
      });
    }
    const { expect } = args;
    const summary = await engine.act.check({
      select: await selected(context, args.selector),
      ...(args.judge === undefined ? {} : { judge: args.judge }),
      ...(args.concurrency === undefined ? {} : { concurrency: args.concurrency }),
      ...(args.timeout === undefined ? {} : { timeoutMs: args.timeout }),
      ...(args['connect-timeout'] === undefined ? {} : { connectTimeoutMs: args['connect-timeout'] }),
      ...(args.retries === undefined ? {} : { retries: args.retries }),
      ...(args.limit === undefined ? {} : { limit: args.limit }),
      ...(args.target === undefined ? {} : { target: args.target }),
      ...(expect ? { expect: (reply) => expect.test(reply) } : {}),
      signal,
      onProgress: progress,
    });
    const { partial, pace, ...counts } = summary;
    const result = args.explain && pace ? { ...counts, pace: explained(pace) } : counts;
    if (partial) context.meta({ partial: true });
    if (args.concurrency !== undefined && pace && args.concurrency > pace.allowed) {
      context.note(
        `--concurrency ${formatCount(args.concurrency)}: the file descriptors allow ${formatCount(pace.allowed)}; \`doctor\` tells how to have more`,
      );
    }
    if ((result.reasons.blocked ?? 0) > 0) {
      context.note(
        'blocked: network.only or network.allow_private keeps them from being dialled; `config show network`',
      );
    }
    const wanted = args['expect-alive'];
    if (wanted !== undefined && !partial && result.working < wanted) {
      throw fail(
        'threshold-missed',
        `${result.working} of ${result.checked} checked proxies work, ${wanted} were wanted`,
        {
          data: { ...result },
        },
      );
    }
    return result;
  },
});

/** `3 page, 2 header, 1 certificate`: the kinds of what was changed. */
function tampered(row: Row): Row {
  return row['tampered'] as Row;
}

async function selected(
  { engine, face, signal }: CommandContext,
  selection: Selection | undefined,
): Promise<CheckOptions['select']> {
  if (selection === undefined) return 'due';
  return selection.kind === 'all' ? 'all' : selectIds(selection, engine, face, signal);
}
