/**
 * Which argument of a call belongs to which declared one, whether there are too many or too few, and flags that nobody
 * declared. Looks at no values: the checker and the runner both start here.
 */
import { COMMON_FLAGS } from './flags/common-flags.ts';
import { errorAt } from './syntax/place.ts';
import { nearest } from '../lib/suggest.ts';
import { apartFromNumber } from './syntax/parse-expression.ts';
import { staticText } from './syntax/words.ts';
import { usageOf } from './help/usage.ts';
import type { RefbotError } from '../model/errors.ts';
import type { FlagSpec } from './define.ts';
import type { Arg, ArgValue, At, Call } from './syntax/ast.ts';
import type { Place } from './syntax/place.ts';
import type { Command } from './registry.ts';
import type { ArgType } from './types.ts';

/** A declared argument or flag and what was given for it. */
export interface Slot {
  readonly name: string;
  /** Null for a switch. */
  readonly type: ArgType<unknown> | null;
  /** The command gets an array. */
  readonly many: boolean;
  readonly common: boolean;
  /** Several for `many` ones and for selectors (`@top 10`, `1 2 3`). */
  readonly values: readonly ArgValue[];
  readonly at: At;
}

export interface Arranged {
  readonly slots: readonly Slot[];
  readonly errors: readonly RefbotError[];
}

export function arrange(call: Call, command: Command, place: Place): Arranged {
  const errors: RefbotError[] = [];
  const slots: Slot[] = [];
  const flags = arrangeFlags(call, command, place, errors);
  slots.push(...flags.slots);
  const values = call.args.filter((arg) => arg.kind === 'value').map((arg) => arg.value);
  const specs = command.definition.args ?? [];
  let used = 0;
  for (const [index, spec] of specs.entries()) {
    // A selector is several words (`@top 10`); what is left for the arguments behind it stays theirs.
    const takesAll = spec.rest === true || spec.type.syntax === 'selector';
    const behind = specs.length - 1 - index;
    const taken = values.slice(used, takesAll ? Math.max(used + 1, values.length - behind) : used + 1);
    used += taken.length;
    if (taken.length > 0) {
      const at = { start: taken[0]!.at.start, end: taken.at(-1)!.at.end };
      slots.push({ name: spec.name, type: spec.type, many: spec.rest === true, common: false, values: taken, at });
    } else if (spec.required !== false && spec.default === undefined) {
      errors.push(
        errorAt(place, 'missing-argument', `\`${command.name}\` needs <${spec.name}>: ${spec.help}`, call.nameAt, {
          label: `<${spec.name}> is missing`,
          usage: usageOf(command),
        }),
      );
    }
  }
  // Behind an unknown flag its value would look like an argument too many.
  if (used < values.length && flags.known) errors.push(tooMany(values[used]!, command, place));
  return { slots, errors };
}

function arrangeFlags(
  call: Call,
  command: Command,
  place: Place,
  errors: RefbotError[],
): { slots: Slot[]; known: boolean } {
  const slots = new Map<string, Slot>();
  let known = true;
  for (const arg of call.args) {
    if (arg.kind !== 'flag') continue;
    const own = command.definition.flags?.[arg.name];
    const spec = own ?? COMMON_FLAGS[arg.name];
    if (!spec) {
      known = false;
      errors.push(unknownFlag(arg, command, place));
      continue;
    }
    const problem = flagProblem(arg, spec, slots.get(arg.name), place);
    if (problem) {
      errors.push(problem);
      continue;
    }
    const before = slots.get(arg.name)?.values ?? [];
    const values = arg.value === null ? [] : [...before, arg.value];
    slots.set(arg.name, {
      name: arg.name,
      type: spec.type ?? null,
      many: spec.many === true,
      common: !own,
      values,
      at: arg.at,
    });
  }
  return { slots: [...slots.values()], known };
}

function flagProblem(
  arg: Arg & { kind: 'flag' },
  spec: FlagSpec,
  before: Slot | undefined,
  place: Place,
): RefbotError | null {
  if (spec.type && arg.value === null) {
    return errorAt(place, 'missing-argument', `--${arg.name} needs a value: ${spec.help}`, arg.at, {
      label: `<${spec.type.name}> is missing`,
    });
  }
  if (!spec.type && arg.value !== null) {
    return errorAt(place, 'extra-argument', `--${arg.name} takes no value`, arg.value.at);
  }
  if (before && spec.many !== true) return errorAt(place, 'extra-argument', `--${arg.name} is given twice`, arg.at);
  return null;
}

function unknownFlag(arg: Arg & { kind: 'flag' }, command: Command, place: Place): RefbotError {
  const shown = place.text.slice(arg.nameAt.start, arg.nameAt.end);
  const near = nearest(arg.name, [...Object.keys(command.definition.flags ?? {}), ...Object.keys(COMMON_FLAGS)]);
  return errorAt(place, 'unknown-flag', `unknown flag ${shown}`, arg.nameAt, {
    label: `\`${command.name}\` has no such flag`,
    usage: usageOf(command),
    ...(near === null ? {} : { hint: `did you mean --${near} ?` }),
  });
}

function tooMany(value: ArgValue, command: Command, place: Place): RefbotError {
  const most = command.definition.args?.length ?? 0;
  const takes = most === 0 ? 'takes no arguments' : `takes at most ${most} argument${most === 1 ? '' : 's'}`;
  const filtered = command.definition.args?.some(({ type }) => type.syntax === 'filter') === true;
  const word = value.kind === 'word' ? staticText(value) : null;
  const near =
    word === null
      ? null
      : (apartFromNumber(place.text.slice(0, value.at.start), word) ??
        (filtered ? nearest(word, ['and', 'or']) : null));
  return errorAt(place, 'extra-argument', `\`${command.name}\` ${takes}`, value.at, {
    label: 'one too many',
    usage: usageOf(command),
    ...(near === null ? {} : { hint: `did you mean ${near} ?` }),
  });
}
