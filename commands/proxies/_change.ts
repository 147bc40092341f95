/** The shape of the commands that change some proxies and say how many. */
import type { CommandContext } from '../../src/command/define.ts';
import { selectIds } from '../../src/command/select-ids.ts';
import { selector } from '../../src/command/types/selector.ts';
import type { Selection } from '../../src/command/types/selector.ts';
import type { ArgSpec } from '../../src/command/define.ts';

export const PROXIES_ARG = {
  name: 'proxies',
  type: selector,
  help: '@all, @top 10, where …, ids or addresses',
} as const satisfies ArgSpec<Selection>;

/** Ids of the selection; a selection of none is said, for it is rarely what was meant. */
export async function chosen({ engine, face, signal, note }: CommandContext, selection: Selection): Promise<number[]> {
  const ids = await selectIds(selection, engine, face, signal);
  if (ids.length === 0) note('no proxy is selected');
  return ids;
}
