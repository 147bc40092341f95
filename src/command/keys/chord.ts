/** Names of keys: what people write (`Ctrl-P`, `Alt+Enter`, `^R`, `PgUp`) as the decoder's chords, and chords as people read them. Pure. */
const NAMES: Readonly<Record<string, string>> = {
  esc: 'escape',
  escape: 'escape',
  enter: 'enter',
  return: 'enter',
  tab: 'tab',
  space: 'space',
  backspace: 'backspace',
  del: 'delete',
  delete: 'delete',
  ins: 'insert',
  insert: 'insert',
  up: 'up',
  down: 'down',
  left: 'left',
  right: 'right',
  '↑': 'up',
  '↓': 'down',
  '←': 'left',
  '→': 'right',
  home: 'home',
  end: 'end',
  pgup: 'pageup',
  pageup: 'pageup',
  pgdn: 'pagedown',
  pgdown: 'pagedown',
  pagedown: 'pagedown',
};
const SHOWN: Readonly<Record<string, string>> = {
  escape: 'Esc',
  enter: 'Enter',
  tab: 'Tab',
  space: 'Space',
  backspace: 'Backspace',
  delete: 'Del',
  insert: 'Ins',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};
const MODIFIERS: Readonly<Record<string, 'C' | 'M' | 'S'>> = {
  c: 'C',
  ctrl: 'C',
  control: 'C',
  m: 'M',
  alt: 'M',
  meta: 'M',
  s: 'S',
  shift: 'S',
};
const FUNCTION_KEY = /^f(?:[1-9]|1\d|2[0-4])$/;

/** @returns the chord, or null when the text names no key; keys of a sequence are separated by `,`: `Ctrl-X,Ctrl-E` */
export function parseChord(text: string): string | null {
  const keys = text === ',' ? [','] : text.split(',').map(parseKey);
  return keys.includes(null) ? null : keys.join(' ');
}

function parseKey(text: string): string | null {
  if (text === '') return null;
  if (text === ' ') return 'space';
  if ([...text].length === 1) return NAMES[text] ?? text;
  const caret = /^\^(.)$/u.exec(text);
  if (caret) return `C-${caret[1]!.toLowerCase()}`;
  const modifiers = new Set<string>();
  let rest = text;
  for (;;) {
    const match = /^([A-Za-z]+)[-+](?=.)/u.exec(rest);
    const modifier = MODIFIERS[match?.[1]?.toLowerCase() ?? ''];
    if (!match || modifier === undefined) break;
    modifiers.add(modifier);
    rest = rest.slice(match[0].length);
  }
  const lower = rest.toLowerCase();
  const known = NAMES[lower] ?? (FUNCTION_KEY.test(lower) ? lower : [...rest].length === 1 ? rest : null);
  if (known === null) return null;
  let name: string = known;
  // Terminals send the same for Ctrl-P and Ctrl-p; a shifted letter arrives as the capital it is.
  if (modifiers.has('C') && name.length === 1) name = name.toLowerCase();
  if (modifiers.has('S') && /^[a-z]$/.test(name) && !modifiers.has('C')) {
    name = name.toUpperCase();
    modifiers.delete('S');
  }
  return [...(['C', 'M', 'S'] as const).filter((modifier) => modifiers.has(modifier)), name].join('-');
}

/** As people read it: `Ctrl-P`, `Alt-Enter`, `Shift-Tab`, `F1`, `x`. */
export function showChord(chord: string): string {
  return chord.split(' ').map(showKey).join(' ');
}

function showKey(key: string): string {
  const match = /^((?:[CMS]-)*)(.+)$/su.exec(key);
  if (!match) return key;
  const [, modifiers = '', name = ''] = match;
  const shown = SHOWN[name] ?? (FUNCTION_KEY.test(name) ? name.toUpperCase() : name);
  // Alt tells small letters from capitals, Ctrl does not.
  const letter = modifiers.includes('C-') && shown.length === 1 ? shown.toUpperCase() : shown;
  return modifiers.replaceAll('C-', 'Ctrl-').replaceAll('M-', 'Alt-').replaceAll('S-', 'Shift-') + letter;
}
