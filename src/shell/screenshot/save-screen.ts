/** Ctrl-S: writes what the screen shows as a picture and as text into the working folder. */
import { writeFileSync } from 'node:fs';
import type { Cells } from '../paint/cells.ts';
import type { Picture } from '../paint/style.ts';
import { toSvg } from './screenshot.ts';

/** @returns what to tell the person: the names of the files, or why there are none */
export function saveScreen(cells: Cells, picture: Picture): string {
  const name = `refbot-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-')}`;
  try {
    writeFileSync(`${name}.svg`, toSvg(cells, 'RefBot', picture));
    writeFileSync(`${name}.txt`, `${cells.toText()}\n`);
    return `saved ${name}.svg and .txt in ${process.cwd()}`;
  } catch (error) {
    return `not saved: ${error instanceof Error ? error.message : String(error)}`;
  }
}
