/** What is told about a command while it is typed: its usage, the argument at the cursor, what has not been given yet. Pure. */
import { KEYWORDS, commandWords } from './command-words.ts';
import { withOwnCommands } from './own-commands.ts';
import { findFlag } from './stage-reader.ts';
import { lex } from './lex.ts';
import { readLexemes, readLine } from './read-line.ts';
import { usageOf, usageOfArg, usageOfFlag } from '../help/usage.ts';
import type { Guide } from '../interpreter.ts';
import type { Registry } from '../registry.ts';
import type { StageReader } from './stage-reader.ts';

const NOTHING: Guide = { usage: '', about: '', remaining: '' };

export function guide(text: string, cursor: number, commands: Registry): Guide {
  const registry = withOwnCommands(text, commands);
  const lexemes = [...lex(text.slice(0, cursor))];
  const last = lexemes.at(-1);
  if (last?.kind === 'comment') return NOTHING;
  const current = last?.kind === 'word' && last.end === cursor ? lexemes.pop()! : null;
  const reading = readLexemes(lexemes, registry);
  const stage = reading.last;
  // A name is known with its last letter: the word at the cursor may be part of it.
  const whole = readLine(text.slice(0, cursor), registry).last;
  const { command } = whole;
  if (!command) {
    const statement = KEYWORDS.find(({ value }) => value === reading.keyword?.text);
    if (!statement) {
      const verbs = current ? '' : remainingVerbs(whole, registry);
      return { ...NOTHING, remaining: verbs === '' || /\s$/.test(text) ? verbs : ` ${verbs}` };
    }
    const { value, help, form } = statement;
    const isAlone = lexemes.at(-1) === reading.keyword && current === null && text.slice(cursor).trim() === '';
    return { usage: `${value} ${form}`, about: `${value} ${form}  ${help}`, remaining: isAlone ? form : '' };
  }
  return {
    usage: usageOf(command),
    about: stage.command === command ? aboutAt(stage, current?.text ?? '') : command.definition.summary,
    remaining: text.slice(cursor).trim() === '' ? remainingOf(whole, current !== null) : '',
  };
}

function aboutAt(stage: StageReader, typed: string): string {
  const command = stage.command!;
  const { flag, spec } = stage;
  if (stage.isFiltering && !typed.startsWith('-')) return '';
  const [name, typedFlag] = /^--?[A-Za-z]/.test(typed) ? findFlag(command, typed.split('=', 1)[0]!) : ['', null];
  if (typedFlag) return `${usageOfFlag(name, typedFlag)}  ${typedFlag.help}`;
  if (flag) return `<${flag.type!.name}>  ${flag.help}`;
  return spec && !typed.startsWith('-') ? `${usageOfArg(spec)}  ${spec.help}` : '';
}

function remainingOf(stage: StageReader, isTyping: boolean): string {
  if (stage.kind !== 'command' || stage.isFiltering) return '';
  const { definition } = stage.command!;
  const parts: string[] = [];
  if (stage.flag) parts.push(`<${stage.flag.type!.name}>`);
  else {
    for (const spec of (definition.args ?? []).slice(stage.place)) {
      const hasSome = spec === stage.spec && stage.since.length > 0;
      if (!hasSome) parts.push(usageOfArg(spec));
    }
    for (const [name, flag] of Object.entries(definition.flags ?? {}))
      if (flag.many || !stage.given.has(name)) parts.push(`[${usageOfFlag(name, flag)}]`);
  }
  return parts.length === 0 ? '' : `${isTyping ? ' ' : ''}${parts.join(' ')}`;
}

/** `proxies ` goes on with one of its verbs, a bar with a command that takes rows. */
function remainingVerbs(stage: StageReader, registry: Registry): string {
  if (!stage.isNaming || (stage.names.length === 0 && stage.before === null)) return '';
  return commandWords(registry, stage.names, stage.before !== null)
    .map(({ value }) => value)
    .join('|');
}
