/** Values for the `param`s of a script from the arguments it was called with, in order. */
import { convert } from '../types/convert.ts';
import { errorAt, locate } from '../syntax/place.ts';
import { fail } from '../../model/errors.ts';
import type { Script, Statement } from '../syntax/ast.ts';

type Param = Statement & { readonly kind: 'param' };

/** @throws missing-argument, extra-argument, bad-value */
export function scriptParams(script: Script, args: readonly string[]): ReadonlyMap<string, unknown> {
  const params = script.body.filter((statement): statement is Param => statement.kind === 'param');
  const usage =
    `${script.origin} ${params.map(({ name, initial }) => (initial ? `[${name}]` : `<${name}>`)).join(' ')}`.trim();
  if (args.length > params.length) {
    throw fail(
      'extra-argument',
      `${script.origin} takes ${params.length} argument${params.length === 1 ? '' : 's'}, ${args.length} were given`,
      { usage },
    );
  }
  const values = new Map<string, unknown>();
  for (const [index, param] of params.entries()) {
    const given = args[index];
    if (given === undefined) {
      if (param.initial) continue;
      throw errorAt(script, 'missing-argument', `the script needs a value for ${param.name}`, param.nameAt, { usage });
    }
    try {
      values.set(param.name, convert(param.type, given));
    } catch (error) {
      throw locate(error, script, param.nameAt, { usage });
    }
  }
  return values;
}
