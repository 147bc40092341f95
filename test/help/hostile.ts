/**
 * Text that means harm to a terminal, and a strict reader of what a program wrote: which sequences and characters were
 * in it that it never may write. Used by the tests that let hostile text in wherever text comes from outside.
 */

/** Each does something to a terminal that shows it raw, and has a word of its own, by which it is found again. */
export const HOSTILE: Readonly<Record<string, string>> = {
  csi: '\x1b[2J\x1b[31;5mHXcsi\x1b[1;1H',
  title: '\x1b]0;HXtitle\x07\x1b]2;HXtitle\x1b\\',
  link: '\x1b]8;;http://evil.invalid\x1b\\HXlink\x1b]8;;\x1b\\',
  clipboard: '\x1b]52;c;cm0gLXJmCg==\x07HXclipboard',
  dcs: '\x1bP1$r0m\x1b\\HXdcs\x1b_Gf=100;AAAA\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\',
  modes: '\x1b[?1049l\x1b[?1000hHXmodes\x1bc\x1b(0\x1b#8\x1b7',
  c1: '\u009b2J\u009d0;HX\u009cHXc1\u0090q\u009c\u0085\u008d',
  bell: '\x07\x08\x08\x7fHXbell\0\x0e',
  cr: 'HXcr\rOVER',
  bidi: '\u202eHXbidi\u202c\u2066x\u2069\u200f\u061c',
  hidden: 'HXhid\u200b\u2060\ufeffden\u{e0041}\u{e007f}\u00ad',
  tags: '{bold}{red-fg}HXtags{/}{|}',
  marks: `HXmarks=x${'\u0301'.repeat(400)}`,
  wide: 'HXwide漢字ｱﾞ👨‍👩‍👧‍👦🇩🇪',
  surrogate: 'HXsurrogate\ud800',
};

/** Breaks of lines, behind which something of ours is forged. */
export const FORGED = 'HXbreak\nerror[E999]: forged\u2028forged\u0085forged\x0bforged';
/** One text with all of it, on one line. */
export const ALL = Object.values(HOSTILE).join(' ');
/** The same for places that take no blanks, no NUL and no half of a character: user names, tags. */
export const WORD = ALL.replace(/[\s/:@,\0\ud800]+/g, '');
/** The worst of it, short enough for the name of a file. */
export const NAME = 'HXname\x1b]0;t\x07\x1b[8m\u009b2J\u202e\u200b{bold}\x08';
/** The same as a byte for each character, without line breaks: a banner. */
export const LATIN1 = ALL.replace(/[^\x01-\x09\x0b\x0c\x0e-\xff]/g, '');
/** What readers of HTTP still take for the value of a header: the 8-bit controls. */
export const HEADER = LATIN1.replace(/[\x01-\x1f\x7f]/g, '');

/** Never in anything that reaches a person's eyes: controls, what hides, turns or tags text, halves of characters. */
const FORBIDDEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}|\p{M}{9}/gu;

/** A sequence of ours: CSI by its last character, or the whole of another. */
export interface Repertoire {
  /** Whole sequences that may appear. */
  readonly own: RegExp;
  /** Parameters of `CSI … m`. */
  readonly colours: RegExp;
}

/** The full-screen shell: frames, modes, the marks for tests, the clipboard. */
export const SCREEN: Repertoire = {
  own: /\x1b\[[\d;]*[HKJGCDmr]|\x1b\[\?(?:1|7|25|1000|1002|1004|1006|1049|2004|2026)[hl]|\x1b\(B|\x1b[78]|\x1b[=>]|\x1b\]777[78];[\w.;]*\x07|\x1b\]52;c;[A-Za-z0-9+/=]*\x07|\r\n/g,
  colours:
    /^(?:|0|1|4|7|(?:[0147];)*(?:[34]8;5;\d{1,3}|[34][0-7]|9[0-7]|10[0-7]|[0147])(?:;(?:[34]8;5;\d{1,3}|[34][0-7]|9[0-7]|10[0-7]|[0147]))*)$/,
};
/** Lines that are edited by keys, with pastes told from them. */
export const EDITED: Repertoire = { own: /\x1b\[\d*[AGJKCD]|\x1b\[\?2004[hl]|\r?\n|\r(?=\x1b\[)|\r/g, colours: /^$/ };
/** A command on a terminal: colours, and a line of progress that is rewritten. */
export const PRINTED: Repertoire = {
  own: /\x1b\[\d*m|\r\x1b\[K|\r(?=[▕\d])|\x1b\[K|\r?\n/g,
  colours: /^(?:[012]|3[1236])$/,
};
/** A pipe. */
export const PIPED: Repertoire = { own: /\r\n/g, colours: /^$/ };

/** What is in `written` and must not be, each with what is around it. */
export function offences(written: string, { own, colours }: Repertoire): string[] {
  const found: string[] = [];
  const rest = written.replace(own, (sequence) => {
    const colour = /^\x1b\[([\d;]*)m$/.exec(sequence)?.[1];
    if (colour !== undefined && !colours.test(colour)) found.push(JSON.stringify(sequence));
    return '';
  });
  for (const match of rest.matchAll(FORBIDDEN))
    found.push(JSON.stringify(rest.slice(Math.max(0, match.index - 30), match.index + 20)));
  return found;
}

/** The words of {@link HOSTILE} that are not in a text: where hostile text should have arrived, it did not. */
export function missing(text: string): string[] {
  return Object.keys(HOSTILE).filter((name) => !text.includes(`HX${name}`));
}
