/**
 * Writes the reference pages from the definitions the program itself runs on: `npm run docs`. test/docs.test.ts fails when
 * a page in the repository is not what this would write.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageOf, usageOfArg, usageOfFlag } from '../src/command/help/usage.ts';
import { COMMON_FLAGS } from '../src/command/flags/common-flags.ts';
import { loadRegistry, type Command } from '../src/command/registry.ts';
import type { FlagSpec } from '../src/command/define.ts';
import { CONFIG_KEYS, CONFIG_PATHS, environmentName } from '../src/core/config/keys.ts';
import { loadBehaviours, type BehaviourCatalogue } from '../src/demo/catalogue.ts';
import type { Behaviour } from '../src/demo/define-behaviour.ts';
import { ERRORS } from '../src/model/errors.ts';
import { FAILURE_REASONS, REACH_FAILURES } from '../src/model/report.ts';

const NOTE = '<!-- Written by `npm run docs`; changes by hand are lost. -->';

/** File name below docs/ -> its text. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['commands.md', commandsPage()],
    ['configuration.md', configurationPage()],
    ['errors.md', errorsPage()],
    ['farm.md', farmPage(await loadBehaviours())],
  ]);
}

function commandsPage(): string {
  const commands = loadRegistry().all();
  const groups = Map.groupBy(commands, ({ name }) => (name.includes(' ') ? name.split(' ')[0]! : ''));
  const nouns = [...groups.keys()].filter((noun) => noun !== '').sort();
  const alone = groups.get('') ?? [];
  return page(
    '# Commands',
    NOTE,
    'What can be typed at the prompt, put into a script, or given to `refbot` in any shell. `refbot help <command>` shows the same.',
    table(
      ['command', ''],
      commands.map(({ name, definition }) => [`[\`${name}\`](#${name.replaceAll(' ', '-')})`, definition.summary]),
    ),
    'Every command also takes:',
    flagTable(COMMON_FLAGS),
    ...nouns.flatMap((noun) => [`## ${noun}`, ...groups.get(noun)!.flatMap((command) => section(command, '###'))]),
    ...(alone.length > 0 ? ['## Words without a noun', ...alone.flatMap((command) => section(command, '###'))] : []),
  );
}

function section(command: Command, level: string): string[] {
  const { definition } = command;
  const args = definition.args ?? [];
  const aliases = definition.aliases ?? [];
  const effects = {
    read: 'Changes nothing.',
    write: 'Changes the state.',
    danger: 'Destroys something: asks first, or wants `--yes`.',
  };
  return [
    `${level} ${command.name}`,
    `${definition.summary}. ${effects[definition.effect]}${aliases.length > 0 ? ` Also: ${aliases.map((alias) => `\`${alias}\``).join(', ')}.` : ''}`,
    fence(usageOf(command)),
    ...(definition.description ? [definition.description] : []),
    ...(args.length > 0
      ? [
          table(
            ['argument', 'type', ''],
            args.map((spec) => [`\`${usageOfArg(spec)}\``, spec.type.name, withDefault(spec.help, spec.default)]),
          ),
        ]
      : []),
    ...(definition.flags ? [flagTable(definition.flags)] : []),
    ...(definition.examples.length > 0 ? [fence(definition.examples.join('\n'))] : []),
  ];
}

function flagTable(flags: Readonly<Record<string, FlagSpec>>): string {
  const rows = Object.entries(flags).map(([flag, spec]) => [
    `\`${usageOfFlag(flag, spec)}\`${spec.short ? `, \`-${spec.short}\`` : ''}`,
    withDefault(spec.help, spec.default) + (spec.many ? '; may be given more than once' : ''),
  ]);
  return table(['flag', ''], rows);
}

function configurationPage(): string {
  const keys = CONFIG_PATHS.map((path) => ({ path, ...CONFIG_KEYS[path] }));
  return page(
    '# Configuration',
    NOTE,
    'Defaults, then `config.json`, then the environment, then flags: what comes later wins. `refbot config path` tells where the file is, `refbot config show` what is in force and why, `refbot config set KEY VALUE` changes the file. A wrong key or value is refused with its path and what would be right. Dotted keys are groups in the file: `api.port` is `{"api": {"port": …}}`.',
    ...keys.flatMap(({ path, type, default: preset, help, cost, secret, restart }) => [
      `## ${path}`,
      `${help}.`,
      [
        `- default: \`${JSON.stringify(secret ? null : type.toJson(preset))}\``,
        `- accepts: ${type.expects}`,
        `- environment: \`${environmentName(path)}\``,
        `- cost: ${cost}`,
        ...(secret ? ['- secret: shown masked, never exported'] : []),
        ...(restart ? ['- takes effect at the next start'] : []),
      ].join('\n'),
    ]),
  );
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([name, { code, title, blame, retry, exit, http }]) => [
    code,
    name,
    title,
    blame,
    retry ? 'yes' : '',
    String(exit),
    String(http),
  ]);
  return page(
    '# Errors',
    NOTE,
    'Every error that RefBot shows has a code of this list. `exit` is the status of a one-shot command or a script, `HTTP` that of the API.',
    table(['code', 'name', '', 'whose fault', 'try again', 'exit', 'HTTP'], rows),
    '## Why a check fails',
    'The reason of a failed proxy. Only failures to reach the proxy itself move its breaker.',
    table(
      ['reason', '', 'moves the breaker'],
      Object.entries(FAILURE_REASONS).map(([reason, words]) => [
        `\`${reason}\``,
        words,
        (REACH_FAILURES as ReadonlySet<string>).has(reason) ? 'yes' : '',
      ]),
    ),
  );
}

function withDefault(help: string, preset: unknown): string {
  return preset === undefined ? help : `${help} (default ${String(preset)})`;
}

function fence(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

function farmPage(behaviours: BehaviourCatalogue): string {
  const truthOf = ({ truth: { status, protocols, anonymity, reasons } }: Behaviour): string => {
    if (status === 'failed') return `failed: ${reasons.join(' or ')}`;
    return `${status === 'varies' ? 'now and then ' : ''}${protocols.join(', ')}, ${anonymity}`;
  };
  return page(
    '# The farm',
    NOTE,
    'What the simulated proxies of the demo can do to a client, one file each in `src/demo/behaviours/`. Beside what it does each declares what a perfect check finds out about it; tests check thousands of them in any order and hold every verdict against that. The last column says how many of a thousand behave so in the demo, roughly.',
    table(
      ['behaviour', 'what a client meets', 'lists say', 'the truth', ''],
      [...behaviours].map(([name, behaviour]) => [
        `\`${name}\``,
        behaviour.summary,
        behaviour.claims.join(', '),
        truthOf(behaviour),
        String(behaviour.weight),
      ]),
    ),
    'Why the demo is made so: [decision 0005](decisions/0005-demo-farm.md).',
  );
}

function page(...blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

if (import.meta.main) {
  for (const [name, text] of await referencePages()) writeFileSync(join(import.meta.dirname, name), text);
}
