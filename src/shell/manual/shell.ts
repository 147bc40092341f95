/** The part of the manual about the shell itself: first steps, the screen, its keys as they are bound, plain lines. */
import type { Binding } from '../../command/keys/binding.ts';
import type { Keymap } from '../../command/keys/keymap.ts';
import { showChord } from '../../command/keys/chord.ts';
import { contextTitle } from '../../command/keys/contexts.ts';
import type { Chapter } from './chapter.ts';
import { BLANK, type Entry, head, line, pair, section, text } from './entry.ts';

export function shellChapters(keymap: Keymap): Chapter[] {
  return [
    chapter('first steps', FIRST_STEPS),
    chapter('the screen', SCREEN),
    { title: 'keys', isInner: false, types: null, page: () => keysPage(keymap.all()) },
    chapter('plain mode', PLAIN),
  ];
}

function chapter(title: string, page: readonly Entry[]): Chapter {
  return { title, isInner: false, types: null, page: () => page };
}

const FIRST_STEPS: readonly Entry[] = [
  head('first steps'),
  text('RefBot collects addresses of proxies, finds out over real connections which of them work, and ranks them.'),
  ...section('collect and check', [
    pair('scrape', 'fetches all sources', 'scrape'),
    pair('proxies import FILE', 'takes a list of your own', 'proxies import '),
    pair('check', 'checks those that are due', 'check'),
  ]),
  ...section('take the best', [
    line('proxies top 10'),
    line('proxies list | where country = DE and latency < 300ms'),
    line('proxies export best.txt'),
  ]),
  BLANK,
  text('A proxy is answered after one good reply, and working only after a second one that came back unchanged.'),
  text('Enter on a command here takes it into the prompt; nothing runs before you press Enter there.'),
];

const SCREEN: readonly Entry[] = [
  head('the screen'),
  text('The keys go to the prompt, or to one of the panels: Esc leaves the prompt, : comes back.'),
  ...section('going round', [
    pair('1-8, Tab', 'a panel of the dashboard'),
    pair('[  ]', 'the views: dashboard, proxies, sources, jobs, alerts, log, charts, options, help'),
    pair('Enter', 'into the row under the cursor'),
    pair('Esc', 'back'),
    pair('z', 'one panel with all the room'),
  ]),
  ...section('in texts like this one', [
    pair('/', 'finds a text, or /a regular expression/'),
    pair('n  N', 'the next hit, the one before'),
    pair('y  Y', 'copies'),
  ]),
  ...section('commands', [line('view proxies'), line('layout list'), line('keys')]),
];

const PLAIN: readonly Entry[] = [
  head('plain mode'),
  text(
    'refbot shell --plain is the same shell on ordinary lines: no full screen, one line for each event, nothing that is painted over. For screen readers, for terminals that cannot position text, for sessions that are logged.',
  ),
  text('refbot COMMAND runs one command without any shell; what is not a terminal gets plain data.'),
];

function keysPage(bindings: readonly Binding[]): Entry[] {
  const byContext = Map.groupBy(bindings, ({ context }) => context);
  return [
    head('keys'),
    text('Every key runs a command line. keys.conf beside config.json changes them; keys lists them.'),
    ...[...byContext].flatMap(([context, own]) => {
      // Keys of one line are one row.
      const lines = Map.groupBy(own, (binding) => binding.line);
      return section(
        contextTitle(context),
        [...lines].map(([command, keys]) =>
          pair(keys.map(({ chord }) => showChord(chord)).join('  '), command, command),
        ),
      );
    }),
  ];
}
