/**
 * What a new person is told in the hint line, one thing at a time, and by which key we see that it is known. Pure; how
 * often each was done is kept by practice.ts.
 */
import type { NamedKey } from '../../command/keys/named-key.ts';

export const LESSONS = [
  'presets',
  'complete',
  'panels',
  'help',
  'accept',
  'palette',
  'search',
  'filter',
  'views',
] as const;
export type Lesson = (typeof LESSONS)[number];
/** How often each was done. */
export type Practised = Readonly<Partial<Record<Lesson, number>>>;

/** Done so often, a thing is known. */
export const KNOWN = 2;

/** The line that each is about, the key that usually runs it, and what it does. */
const TAUGHT: Readonly<Record<Lesson, readonly [line: string, usual: string, does: string]>> = {
  presets: ['screen presets', 'F2', 'offers first steps in plain words'],
  complete: ['screen edit complete', 'Tab', 'completes commands, flags and values'],
  panels: ['focus out', 'Esc', 'gives the keys to the panels'],
  help: ['screen help', 'F1', 'shows the keys of where you are'],
  accept: ['screen edit right', '→', 'takes the grey suggestion'],
  palette: ['screen palette', 'Ctrl-P', 'finds every command and view by a few letters'],
  search: ['screen edit search', 'Ctrl-R', 'finds what you typed before'],
  filter: ['screen filter', '/', 'filters the table'],
  views: ['view next', ']', 'shows the next view'],
};
/** The way back, said with it where there is one. */
const ALSO: Readonly<Partial<Record<Lesson, readonly [line: string, usual: string, does: string]>>> = {
  panels: ['focus prompt', ':', 'brings them back'],
  views: ['view previous', '[', 'the one before'],
};
/** The first ones in a word, for the welcome. */
const WELCOME: readonly (readonly [lesson: Lesson, does: string])[] = [
  ['presets', 'first steps'],
  ['complete', 'completes'],
  ['panels', 'panels'],
  ['help', 'keys'],
];

/**
 * What the empty prompt says beside itself; null when there is nothing left to learn. What no key does is not taught.
 * @param keyFor what the key of a line is called at the empty prompt
 */
export function nextHint(practised: Practised, keyFor: NamedKey): string | null {
  const keyOf = (lesson: Lesson): string | null => keyFor(TAUGHT[lesson][0], TAUGHT[lesson][1]);
  if (LESSONS.every((lesson) => (practised[lesson] ?? 0) === 0)) {
    const first = WELCOME.flatMap(([lesson, does]) => {
      const key = keyOf(lesson);
      return key === null ? [] : [`${key} ${does}`];
    });
    return `welcome: ${[...first, 'quit'].join(' · ')}`;
  }
  for (const lesson of LESSONS) {
    const key = (practised[lesson] ?? 0) < KNOWN ? keyOf(lesson) : null;
    if (key === null) continue;
    const [line, usual, does] = ALSO[lesson] ?? ['', '', ''];
    const back = line === '' ? null : keyFor(line, usual);
    return `${key} ${TAUGHT[lesson][2]}${back === null ? '' : `, ${back} ${does}`}`;
  }
  return null;
}

/** What the lines of keys show as known. */
const SHOWN: Readonly<Record<string, Lesson>> = {
  ...Object.fromEntries(LESSONS.map((lesson) => [TAUGHT[lesson][0], lesson])),
  'screen search': 'filter',
  'view previous': 'views',
};
/** They take a suggestion where there is one, and else go on in the line. */
const TAKING = new Set(['screen edit right', 'screen edit end']);

/** The lesson that a key with this line shows as known; null for most. @param hasGhost there is a grey suggestion */
export function lessonOf(line: string, hasGhost: () => boolean): Lesson | null {
  if (TAKING.has(line)) return hasGhost() ? 'accept' : null;
  return Object.hasOwn(SHOWN, line) ? SHOWN[line]! : null;
}
