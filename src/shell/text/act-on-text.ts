/** What every panel of text does the same way when it is asked: moving, searching, folding, copying. Called by the panels. */
import type { PanelAction } from '../../command/screen.ts';
import { safeText } from '../../lib/safe-text.ts';
import type { PanelPort } from '../define-panel.ts';
import { problemOf } from '../problem-of.ts';
import { plainText, type TextLines } from './lines.ts';
import type { Scroller } from './scroller.ts';

/** Of what was copied so much is told. */
const TOLD = 60;

/** @returns true when the action means something in a text */
export function actOnText(scroller: Scroller, action: PanelAction, lines: TextLines, port: PanelPort): boolean {
  switch (action.kind) {
    case 'move':
      if ('to' in action) scroller.moveTo(action.to);
      else scroller.move(action.by, action.unit);
      return true;
    case 'follow':
      scroller.follow();
      return true;
    case 'wrap':
      scroller.wrap();
      port.tell(scroller.folds ? 'long lines are folded' : 'long lines are cut; ← → show the rest');
      return true;
    case 'pan':
      if (!scroller.panBy(action.which)) port.tell('lines are folded here; w cuts them');
      return true;
    // In the prompt `/` asks whichever panel had the keys: in a text nothing is filtered, it is looked for.
    case 'filter':
    case 'search':
      askForSearch(action.text, (text) => scroller.searchFor(text, port), port);
      return true;
    case 'find':
      scroller.find(action.which, port);
      return true;
    case 'copy':
      copyLines(
        action.what === 'all' ? scroller.visible : [scroller.picked ?? nearest(scroller)].flatMap((line) => line ?? []),
        lines,
        port,
      );
      return true;
    default:
      return false;
  }
}

/** Hands lines to the clipboard, free of anything that a terminal would act on when they are pasted. */
export function copyLines(numbers: readonly number[], lines: TextLines, port: PanelPort): void {
  const texts = numbers.map((number) => safeText(plainText(lines.line(number).segments)).trimEnd());
  if (texts.length === 0) return port.tell('there is nothing to copy');
  port.copy(texts.join('\n'));
  port.tell(`copied ${texts.length === 1 ? safeText(texts[0]!, TOLD) : `${texts.length} lines`}`);
}

/** Searches, or asks in the prompt for what. @param text null when the person is to be asked @throws what `search` throws of a text that was given */
export function askForSearch(text: string | null, search: (text: string) => void, port: PanelPort): void {
  if (text !== null) search(text);
  else port.edit('search', '', (typed) => problemOf(() => search(typed)));
}

/** Nothing was picked: the newest line where the end is followed, else the first that is shown. */
function nearest(scroller: Scroller): number | undefined {
  return scroller.isFollowing ? scroller.visible.at(-1) : scroller.visible[0];
}
