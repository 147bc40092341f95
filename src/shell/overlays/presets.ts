/** First steps in plain words; each only types the commands it stands for, so that a person learns the language. */
import type { Facts } from '../facts.ts';
import { Chooser, type Choice } from './chooser.ts';

interface Preset {
  readonly title: string;
  readonly help: string;
  readonly line: string;
}

const PRESETS: readonly Preset[] = [
  { title: 'find everything', help: 'fetch all sources, check what is new', line: 'scrape; check' },
  { title: 'a few right now', help: 'check a thousand, show the ten best', line: 'check --limit 1000; proxies top 10' },
  { title: 'recheck what I have', help: 'check every proxy of the pool', line: 'check @all' },
];

export function presetsFor(_facts: Facts | null): Chooser {
  const choices = PRESETS.map(({ title, help, line }): Choice => ({
    title,
    help: `${help}:  ${line}`,
    action: { kind: 'type', text: line },
  }));
  return new Chooser('what would you like to do?', choices);
}
