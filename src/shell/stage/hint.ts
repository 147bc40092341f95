/** What the lowest line says: the most pressing hint on the left, the keys that matter now on the right. Pure. */
import { showChord } from '../../command/keys/chord.ts';
import type { NamedKey } from '../../command/keys/named-key.ts';
import type { Segment } from '../paint/brush.ts';
import type { Theme } from '../paint/style.ts';
import type { Prompt } from '../prompt/prompt.ts';

type Keys = readonly (readonly [key: string, does: string])[];

export interface HintSituation {
  readonly prompt: Prompt;
  readonly typing: boolean;
  /** Title of the view that a wide output covers; null while none does. */
  readonly covered: string | null;
  /** Keys go from panel to panel: all of them by number, some, or there is but one. */
  readonly panels: 'numbered' | 'several' | 'one';
  /** Said once, until the next key. */
  readonly message: string;
  readonly running: boolean;
  readonly stopping: boolean;
  /** Lines typed ahead. */
  readonly waiting: number;
  readonly panelKeys: Keys;
  /** What the key of a line is called here. */
  readonly keyFor: NamedKey;
  readonly theme: Theme;
}

const COMPLETE = 'screen edit complete';

/** What can be typed where a text is asked for, by what it is for. */
const EXAMPLES: Readonly<Record<string, string>> = {
  filter: 'country = DE and latency < 300ms',
  search: 'a text, or /a regular expression/; nothing ends the search',
};

/** The key of a line, in a list; nothing where no key runs it. */
function bound(now: HintSituation, line: string, usual: string, does: string): Keys {
  const key = now.keyFor(line, usual);
  return key === null ? [] : [[key, does]];
}

/** The ways from a panel to others, and out of a view. */
function whereTo(now: HintSituation): Keys {
  const { covered, panels, keyFor } = now;
  const back = bound(now, 'view back', 'Esc', covered ?? 'back');
  const next = keyFor('focus next', 'Tab');
  if (panels !== 'numbered')
    return [
      ...(panels === 'several' && next !== null ? [[next, 'panel'] as const] : []),
      ...bound(now, 'view next', ']', 'view'),
      ...back,
    ];
  const ways = [next, keyFor('focus 1', '1') === '1' ? '1-8' : null].filter((way) => way !== null);
  return [
    ...(covered === null ? [] : back),
    ...(ways.length > 0 ? [[ways.join(' '), 'panel'] as const] : []),
    ...bound(now, 'screen zoom', 'z', 'zoom'),
  ];
}

export function hintFor(now: HintSituation): { hint: Segment; keys: Keys } {
  const { prompt, theme } = now;
  if (prompt.question !== null)
    return {
      hint: ['', theme.dim],
      keys: [
        ['y', 'yes'],
        ['n', 'no'],
      ],
    };
  if (prompt.search)
    return {
      hint: ['', theme.dim],
      keys: [
        ['↑↓ ^R', 'choose'],
        ['Enter', 'run'],
        ['Tab', 'edit'],
        ['Esc', 'close'],
      ],
    };
  if (prompt.editing) {
    const error = prompt.editing.error;
    return {
      hint: error === null ? [EXAMPLES[prompt.editing.label] ?? '', theme.ghost] : [error, theme.bad],
      keys: [
        ['Enter', 'apply'],
        ['Esc', 'cancel'],
      ],
    };
  }
  if (prompt.pending !== null) return { hint: [`${showChord(prompt.pending)} …`, theme.text], keys: [] };
  if (now.message !== '') return { hint: [now.message, theme.warn], keys: [] };
  if (!now.typing)
    return {
      hint: ['', theme.dim],
      keys: [
        ...now.panelKeys,
        ...whereTo(now),
        ...bound(now, 'focus prompt', ':', 'prompt'),
        ...bound(now, 'screen help', '?', 'help'),
      ],
    };
  if (prompt.menu)
    return {
      // Beside a candidate there is not always room for all of it.
      hint: [
        prompt.menu.candidates[prompt.menu.chosen]?.help ?? (prompt.guide.about || prompt.guide.usage),
        theme.ghost,
      ],
      keys: [
        [[...bound(now, COMPLETE, 'Tab', '').map(([key]) => key), '↑↓'].join(' '), 'choose'],
        ...bound(now, 'screen edit enter', 'Enter', 'take'),
        ['Esc', 'close'],
      ],
    };
  const { problem } = prompt.highlighted;
  if (problem) {
    const text = problem.hint === '' ? problem.message : `${problem.message} · ${problem.hint}`;
    return { hint: [text, theme.bad], keys: bound(now, COMPLETE, 'Tab', 'complete') };
  }
  if (prompt.pastedRows > 0)
    return {
      hint: [`a pasted block of ${prompt.pastedRows} lines`, theme.warn],
      keys: [['↑↓←→', 'edit'], ['Esc ^C', 'drop it'], ...bound(now, 'screen edit enter', 'Enter', 'run it')],
    };
  const rows = prompt.line.text.split('\n').length;
  if (rows > 1)
    return {
      hint: [`a block of ${rows} lines`, theme.dim],
      keys: [
        ...(prompt.isOpen ? [] : bound(now, 'screen edit newline', 'Alt-Enter', 'another line')),
        ...bound(now, 'screen interrupt', 'Ctrl-C', 'drop it'),
        ...bound(now, 'screen edit enter', 'Enter', prompt.isOpen ? 'go on' : 'run it'),
      ],
    };
  if (now.running) {
    const waiting = now.waiting > 0 ? `, ${now.waiting} waiting` : '';
    return {
      hint: [`${now.stopping ? 'stopping' : 'running'}${waiting}`, theme.dim],
      keys: [
        ...bound(now, 'screen interrupt', 'Ctrl-C', 'cancel'),
        ...bound(now, 'focus out', 'Esc', now.covered ?? 'panels'),
        ...bound(now, 'screen help', 'F1', 'help'),
      ],
    };
  }
  const { about, usage } = prompt.guide;
  if (about !== '' || usage !== '')
    return { hint: [about || usage, theme.dim], keys: bound(now, COMPLETE, 'Tab', 'complete') };
  return {
    hint: ['', theme.dim],
    keys: [
      ...bound(now, COMPLETE, 'Tab', 'complete'),
      ...bound(now, 'screen edit search', '^R', 'history'),
      ...bound(now, 'focus out', 'Esc', now.covered ?? 'panels'),
      ...bound(now, 'screen help', 'F1', 'help'),
      ...bound(now, 'quit', '^D', 'quit'),
    ],
  };
}
