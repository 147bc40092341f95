/** Help for everything: the list of commands, the verbs of a noun, one command, and a few topics. */
import { defineCommand } from '../src/command/define.ts';
import { describe, page } from '../src/command/help/describe.ts';
import { ERRORS, fail } from '../src/model/errors.ts';
import { FAILURE_REASONS } from '../src/model/report.ts';
import { SYNTAX_PAGE } from '../src/command/help/syntax.ts';
import { overview, overviewPage } from '../src/command/help/overview.ts';
import type { Overview } from '../src/command/help/overview.ts';
import type { Command } from '../src/command/registry.ts';
import type { ArgType } from '../src/command/types.ts';
import type { Description } from '../src/command/help/describe.ts';

const TOPICS: Readonly<Record<string, () => string | readonly Readonly<Record<string, unknown>>[]>> = {
  syntax: () => SYNTAX_PAGE,
  errors: () =>
    Object.entries(ERRORS).map(([name, { code, title, exit, retry }]) => ({ code, name, meaning: title, exit, retry })),
  reasons: () => Object.entries(FAILURE_REASONS).map(([reason, meaning]) => ({ reason, meaning })),
};

/** What only the outer command line knows: no commands of the language. */
const CALLS: Readonly<Record<string, string>> = {
  shell: `refbot shell [--demo] [-c TEXT] [--run FILE [ARGS…]] [--no-rc]
             [--state FILE] [--config FILE]

  The full screen: panels, a table of proxies, and a prompt for every command.
  First it runs the file rc beside config.json, where there is one (--no-rc
  leaves it out), then what -c and --run give it; then it stays.
  --demo opens a state of its own over simulated proxies on this machine; where
  there is no terminal it runs the same as a command file.
`,
  serve: `refbot serve [--state FILE] [--config FILE]

  Collects and checks in the background without a screen, for systemd and
  containers; its log goes to standard error. SIGINT and SIGTERM end it: the
  state is saved, the exit status is 0. While it runs, every other refbot on the
  same state runs its command inside it: refbot proxies top 10.
`,
};

const topic: ArgType<string> = { name: 'topic', syntax: 'command', parse: (text) => text };

export default defineCommand({
  summary: 'Lists the commands, or explains one',
  description:
    'Topics beside commands: syntax (the language on one screen), errors (codes and exit statuses), reasons (why checks fail).',
  args: [
    { name: 'topic', type: topic, rest: true, required: false, help: 'a command, a noun, or syntax, errors, reasons' },
  ],
  effect: 'read',
  output: 'rows',
  needs: 'none',
  show: (value, output) =>
    'commands' in value ? overviewPage(value as Overview, output) : page(value as Description, output),
  page: true,
  examples: ['help', 'help proxies', 'help proxies top', 'help syntax', 'help reasons'],
  run({ language: { registry } }, args) {
    const words = args.topic;
    const [first] = words;
    if (first === undefined) return overview(registry);
    if (words.length === 1 && registry.verbs(first).length > 0) {
      const self = registry.get(first);
      const verbs = registry.all().filter(({ name }) => name.startsWith(`${first} `));
      return self ? describe(self, verbs) : list(verbs);
    }
    const resolved = registry.resolve(words);
    if (resolved && resolved.words === words.length) return describe(resolved.command);
    if (words.length === 1 && Object.hasOwn(TOPICS, first)) return TOPICS[first]!();
    if (words.length === 1 && Object.hasOwn(CALLS, first)) return CALLS[first]!;
    const near = registry.suggest(words);
    throw fail('unknown-command', `there is no help on ${words.join(' ')}`, {
      hint: near === null ? 'help lists all commands; topics: syntax, errors, reasons' : `did you mean help ${near} ?`,
    });
  },
});

function list(verbs: readonly Command[]): readonly Readonly<Record<string, unknown>>[] {
  return verbs.map(({ name, definition }) => ({
    command: name,
    summary: definition.summary,
    short: definition.aliases?.join(' ') ?? null,
  }));
}
