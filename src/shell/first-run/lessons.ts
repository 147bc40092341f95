/**
 * What a new person is told in the hint line, one thing at a time, and by which key we see that it is known. Pure; how
 * often each was done is kept by practice.ts.
 */
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

const WELCOME = 'welcome: F2 first steps · Tab completes · Esc panels · F1 keys · quit';
const HINTS: Readonly<Record<Lesson, string>> = {
  presets: 'F2 offers first steps in plain words',
  complete: 'Tab completes commands, flags and values',
  panels: 'Esc gives the keys to the panels, : brings them back',
  help: 'F1 shows the keys of where you are',
  accept: '→ takes the grey suggestion',
  palette: 'Ctrl-P finds every command and view by a few letters',
  search: 'Ctrl-R finds what you typed before',
  filter: '/ filters the table',
  views: '] and [ go through the views',
};

/** What the empty prompt says beside itself; null when there is nothing left to learn. */
export function nextHint(practised: Practised): string | null {
  if (LESSONS.every((lesson) => (practised[lesson] ?? 0) === 0)) return WELCOME;
  const next = LESSONS.find((lesson) => (practised[lesson] ?? 0) < KNOWN);
  return next === undefined ? null : HINTS[next];
}

/** Where a key was pressed. */
export interface KeyPlace {
  /** The keys go to the prompt. */
  readonly typing: boolean;
  /** Nothing is typed. */
  readonly isEmpty: boolean;
  /** There is a grey suggestion, and the cursor stands before it. */
  readonly hasGhost: boolean;
}

const ANYWHERE: Readonly<Record<string, Lesson>> = { f1: 'help', f2: 'presets', 'C-p': 'palette' };
const IN_PROMPT: Readonly<Record<string, Lesson>> = { tab: 'complete', escape: 'panels', 'C-r': 'search' };
const IN_PANELS: Readonly<Record<string, Lesson>> = { '/': 'filter', ']': 'views', '[': 'views', '?': 'help' };

/** The lesson that a key shows as known; null for most keys. */
export function lessonOf(chord: string, place: KeyPlace): Lesson | null {
  const { typing, isEmpty } = place;
  if ((chord === 'right' || chord === 'end') && place.hasGhost) return 'accept';
  const here = { ...ANYWHERE, ...(typing ? IN_PROMPT : {}), ...(!typing || isEmpty ? IN_PANELS : {}) };
  return Object.hasOwn(here, chord) ? here[chord]! : null;
}
