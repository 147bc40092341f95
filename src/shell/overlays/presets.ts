/** First steps in plain words; each only types the commands it stands for, so that a person learns the language. */
import { checkScript } from '../../command/check/check-script.ts';
import type { Registry } from '../../command/registry.ts';
import { parse } from '../../command/syntax/parse.ts';
import type { Facts } from '../feed/facts.ts';
import { Chooser } from './chooser.ts';

export interface PresetWorld {
  /** Null while the state is being opened. */
  readonly facts: Facts | null;
  readonly registry: Registry;
  /** Lines that were run, newest last. */
  readonly history: readonly string[];
}

export interface Preset {
  readonly title: string;
  readonly line: string;
}

/** How far back "last time" is looked for, in lines. */
const LOOK_BACK = 200;
/** Two lines that were typed so close together belong to one piece of work. */
const TOGETHER = 5;
const COLLECTS = /(?:^|;)\s*(?:scrape|proxies\s+import)\b/;
const CHECKS = /(?:^|;)\s*(?:proxies\s+)?check\b/;

export function presetsFor(world: PresetWorld): Chooser {
  return new Chooser(
    'what would you like to do?',
    presets(world).map(({ title, line }) => ({ title, help: line, action: { kind: 'type', text: line } })),
  );
}

/** What is offered depends on what there is: a pool that is empty has to be filled first. */
export function presets({ facts, registry, history }: PresetWorld): readonly Preset[] {
  const { total = 0, working = 0 } = facts?.stats ?? {};
  const first = total === 0 ? 'scrape; check; ' : working === 0 ? 'check; ' : '';
  const again = lastWork(history, registry);
  return [
    { title: 'find everything', line: 'scrape; check' },
    {
      title: 'web browsing over HTTPS',
      line: `${first}proxies top 20 --protocol https --by latency`,
    },
    { title: 'maximum anonymity', line: `${first}proxies top 20 --anonymity elite` },
    { title: 'fast and stable', line: `${first}proxies top 20 --where latency < 1s and reliability >= 0.8` },
    { title: 'a few right now', line: `${total === 0 ? 'scrape; ' : ''}check --limit 1000; proxies top 10` },
    ...(total > 0 ? [{ title: 'recheck what I have', line: 'check @all' }] : []),
    ...(registry.resolve(['gateway', 'start']) ? [{ title: 'serve now', line: 'gateway start' }] : []),
    ...(again === null ? [] : [{ title: 'same as last time', line: again }]),
  ];
}

/** How the pool was filled and checked the last time, as it was typed then; null when the history does not know. */
function lastWork(history: readonly string[], registry: Registry): string | null {
  const oldest = Math.max(0, history.length - LOOK_BACK);
  const isWork = (line: string, kind: RegExp): boolean =>
    kind.test(line) && !line.includes('\n') && isRight(line, registry);
  const newest = (kind: RegExp): number =>
    history.findLastIndex((line, index) => index >= oldest && isWork(line, kind));
  const [collected, checked] = [newest(COLLECTS), newest(CHECKS)];
  if (collected === checked) return history[checked] ?? null;
  const apart = collected < 0 || checked - collected > TOGETHER || collected > checked;
  if (!apart) return `${history[collected]}; ${history[checked]}`;
  return history[Math.max(collected, checked)] ?? null;
}

function isRight(line: string, registry: Registry): boolean {
  const { script, errors } = parse(line, 'history', registry);
  return errors.length === 0 && checkScript(script, registry, []).length === 0;
}
