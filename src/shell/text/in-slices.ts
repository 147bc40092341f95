/** Work that is too long for a frame, gone on with between keys and frames: searches, and indexes of long texts. */
import { breathe } from '../../lib/slices.ts';
import { toRefbotError } from '../../model/errors.ts';
import type { PanelPort } from '../define-panel.ts';

/** @returns true when there is nothing left to do */
type Step = () => boolean;

/**
 * Goes on in later turns until a step says that it was the last, or nobody wants the result any more; then paints. What
 * a step throws is told: nothing waits for this work.
 */
export function goOnInSlices(
  step: Step,
  isWanted: () => boolean,
  done: () => void,
  port: Pick<PanelPort, 'tell' | 'touch'>,
): void {
  void (async () => {
    try {
      do await breathe();
      while (isWanted() && !step());
      if (isWanted()) done();
    } catch (error) {
      port.tell(toRefbotError(error).message);
    }
    port.touch();
  })();
}
