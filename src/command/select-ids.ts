/** Turns a selector into ids. Called by the commands that work on some proxies. */
import { fail } from '../model/errors.ts';
import { SLICE_MS, Slicer } from '../lib/slices.ts';
import type { Engine } from '../engine/types.ts';
import type { Face } from './face.ts';
import type { Selection } from './types/selector.ts';

/** Slices its scan of the pool. @throws unknown-proxy, ambiguous-proxy, bad-value where no screen is there to point at */
export async function selectIds(
  selection: Selection,
  engine: Engine,
  face: Face | undefined,
  signal: AbortSignal,
): Promise<number[]> {
  if (selection.kind === 'proxies')
    return [...new Set(selection.references.map((reference) => engine.view.resolve(reference)))];
  if (selection.kind === 'top') {
    const slicer = new Slicer(SLICE_MS, signal);
    const ids: number[] = [];
    for await (const row of engine.view.ranked(selection.count)) {
      ids.push(row.id);
      if (slicer.due()) await slicer.breathe();
    }
    return ids;
  }
  if (selection.kind === 'all' || selection.kind === 'where') {
    const slicer = new Slicer(SLICE_MS, signal);
    const ids: number[] = [];
    // The filter is asked here, not by the view, so that a long run of rows it refuses is sliced too.
    for (const row of engine.view.rows()) {
      if (selection.kind === 'all' || selection.filter.test(row)) ids.push(row.id);
      if (slicer.due()) await slicer.breathe();
    }
    return ids;
  }
  if (!face?.selected) {
    throw fail('bad-value', `@${selection.kind} needs the full-screen shell: nothing is pointed at here`, {
      hint: 'name proxies by id, address, @all, @top 10 or where …',
    });
  }
  return [...face.selected(selection.kind)];
}
