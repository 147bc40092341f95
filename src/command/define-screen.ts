/**
 * Declares a command that only moves the full-screen shell: it runs at once, without a job, an engine or output, so that
 * a key bound to it acts before the next key is read.
 */
import { fail } from '../model/errors.ts';
import type { ArgSpec, ArgValues, CommandArgs, CommandDefinition } from './define.ts';
import type { Screen } from './screen.ts';

export interface ScreenCommand extends CommandDefinition {
  readonly act: (screen: Screen, args: CommandArgs) => void;
}

export function defineScreenCommand<const A extends readonly ArgSpec[] = readonly []>(
  definition: Pick<CommandDefinition, 'summary' | 'description' | 'aliases' | 'examples'> & {
    readonly args?: A;
    act(screen: Screen, args: ArgValues<A>): void;
  },
): ScreenCommand {
  const act = definition.act as (screen: Screen, args: CommandArgs) => void;
  return {
    ...definition,
    effect: 'read',
    output: 'none',
    needs: 'none',
    act,
    run({ face }, args) {
      if (!face?.screen) {
        throw fail('not-a-terminal', 'there is no screen here to be moved', { hint: 'type it in `refbot shell`' });
      }
      act(face.screen, args);
    },
  };
}

export function isScreenCommand(definition: CommandDefinition): definition is ScreenCommand {
  return typeof (definition as Partial<ScreenCommand>).act === 'function';
}
