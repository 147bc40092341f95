/** `screen move`: the cursor of a table, the place in a text. */
import { defineScreenCommand } from '../../src/command/define-screen.ts';
import { choice } from '../../src/command/types/choice.ts';
import { badValue } from '../../src/command/types/bad-value.ts';
import type { ArgType } from '../../src/command/types.ts';

const EDGES = ['first', 'last'] as const;

/** Rows, down when positive, or an edge. */
const step: ArgType<number | (typeof EDGES)[number]> = {
  name: 'rows|first|last',
  parse(text) {
    if (/^-?\d{1,6}$/.test(text)) return Number(text);
    const edge = EDGES.find((name) => name === text);
    if (edge === undefined) throw badValue(text, 'a number of rows, first or last', '1, -1, first');
    return edge;
  },
  complete: (prefix) => EDGES.filter((name) => name.startsWith(prefix)).map((value) => ({ value })),
};

export default defineScreenCommand({
  summary: 'Moves the cursor of the panel with the keys',
  args: [
    { name: 'step', type: step, help: 'rows, up when negative; or first, last' },
    { name: 'unit', type: choice('row', 'page'), default: 'row', help: 'what is counted' },
  ],
  examples: ['screen move 1', 'screen move -1 page', 'screen move first'],
  act: (screen, { step: by, unit }) =>
    screen.act(typeof by === 'number' ? { kind: 'move', by, unit } : { kind: 'move', to: by }),
});
