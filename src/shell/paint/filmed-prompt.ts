/**
 * The prompt as a film may show it: what is typed as a secret is stars, from its first character on, while nobody can know
 * yet whether it will become one. Called for each frame that is filmed; the person goes on seeing what is typed. Pure.
 */
import { maskSecrets } from '../../lib/safe-text.ts';
import type { Line } from '../edit/line.ts';
import type { Prompt } from '../prompt/prompt.ts';

/** What is painted of a prompt. */
export type ShownPrompt = Pick<
  Prompt,
  'line' | 'menu' | 'editing' | 'question' | 'search' | 'isPlain' | 'viMode' | 'ghost' | 'remaining' | 'highlighted'
>;

/** `http://user:pass` before its @ has come: what stands behind the colon is no port. */
const NO_PORT = /(:\/\/[^\s/:@]*:)(?!\d{1,5}(?:[/?#"')\],;|\s]|$))[^\s@]+(?=\s|$)/g;
/** The word at the end of the text, or before the cursor, may still get an @: only of a literal address it is a port. */
const UNFINISHED = /(^|\s)((?:[^\s:]*:\/\/)?(?!\[|(?:\d{1,3}\.){3}\d{1,3}:|localhost:)[^\s:/@]*:)(?!\/)[^\s@]+$/i;
const SCHEME_AND_MORE = /\b((?:basic|bearer|digest)\s+)\S+$/i;

/** The prompt itself where nothing is to be hidden. */
export function filmedPrompt(prompt: ShownPrompt): ShownPrompt {
  const { line, search } = prompt;
  const text = maskTyped(line.text, line.cursor);
  const query = search && maskTyped(search.query, search.query.length);
  if (text === line.text && query === (search?.query ?? null)) return prompt;
  const moved = places(line.text, text);
  const shown: Line = { ...line, text, cursor: moved(line.cursor) };
  const { spans } = prompt.highlighted;
  return {
    line: shown,
    menu: prompt.menu,
    editing: prompt.editing,
    question: prompt.question,
    search: search && { ...search, query: query ?? '' },
    isPlain: prompt.isPlain,
    viMode: prompt.viMode,
    ghost: '',
    remaining: '',
    highlighted: {
      spans: spans.map((span) => ({ ...span, start: moved(span.start), end: moved(span.end) })),
      problem: null,
    },
  };
}

/** What a line that is being typed shows to others: no secret, and nothing that can become one with the next key. */
export function maskTyped(text: string, cursor: number): string {
  if (text === '') return text;
  const end = /^\S*/.exec(text.slice(cursor))![0].length + cursor;
  const hidden = hideUnfinished(text.slice(0, end)) + text.slice(end);
  return maskSecrets(hideUnfinished(hidden)).replace(NO_PORT, '$1***');
}

function hideUnfinished(text: string): string {
  // An @ that is there already says what is secret.
  return text.replace(UNFINISHED, '$1$2***').replace(SCHEME_AND_MORE, '$1***');
}

/** Where places of a text are in the other one, which differs in its middle: those in there are at its end. */
function places(text: string, other: string): (place: number) => number {
  let same = 0;
  while (same < text.length && text[same] === other[same]) same++;
  let behind = 0;
  const most = Math.min(text.length, other.length) - same;
  while (behind < most && text.at(-1 - behind) === other.at(-1 - behind)) behind++;
  return (place) => {
    if (place <= same) return place;
    return place >= text.length - behind ? place + other.length - text.length : other.length - behind;
  };
}
