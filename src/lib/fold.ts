/** Folds text at blanks to a width in terminal cells. Used by tables, values and help pages; knows nothing of colours. */
import { displayWidth, graphemes } from './width.ts';

/** Lines of at most `width` cells; a word longer than that is broken. Never empty: no text is one empty line. */
export function foldToWidth(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const cells = displayWidth(word);
    if (line !== '' && used + 1 + cells <= width) {
      line += ` ${word}`;
      used += 1 + cells;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    if (cells <= width) line = word;
    else {
      const pieces = broken(word, width);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1)!;
    }
    used = displayWidth(line);
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

function broken(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of graphemes(word)) {
    const cells = displayWidth(character);
    if (used + cells > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += cells;
  }
  return [...pieces, piece];
}
