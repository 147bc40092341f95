/** What pages of the manual are made of: lines by what they are. How they look is decided where they are shown. */

export type Entry =
  | { readonly kind: 'head'; readonly text: string }
  /** Free text, folded. */
  | { readonly kind: 'text'; readonly text: string }
  /** As it stands: usage, the syntax page. */
  | { readonly kind: 'code'; readonly text: string }
  /** A command line that can be taken into the prompt. */
  | { readonly kind: 'line'; readonly text: string }
  /** A name and what it is. @param types what Enter takes into the prompt */
  | { readonly kind: 'pair'; readonly left: string; readonly right: string; readonly types?: string }
  | { readonly kind: 'blank' };

export const BLANK: Entry = { kind: 'blank' };

export const head = (text: string): Entry => ({ kind: 'head', text });
export const text = (words: string): Entry => ({ kind: 'text', text: words });
export const line = (command: string): Entry => ({ kind: 'line', text: command });
export const code = (words: string): Entry => ({ kind: 'code', text: words });
export const pair = (left: string, right: string, types?: string): Entry => ({
  kind: 'pair',
  left,
  right,
  ...(types === undefined ? {} : { types }),
});

/** A titled block behind a blank line; nothing where it has no lines. */
export function section(title: string, entries: readonly Entry[]): Entry[] {
  return entries.length === 0 ? [] : [BLANK, head(title), ...entries];
}
