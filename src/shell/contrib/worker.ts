/** The hand that draws blessed-contrib's widgets, off the main thread. Started by hand.ts only. */
import { openLane } from '../../lib/worker-lane.ts';
import type { DrawAnswer, DrawRequest, Picture } from './types.ts';
import { WidgetStudio } from './widgets.ts';

const studio = new WidgetStudio();

const lane = openLane<DrawRequest, DrawAnswer>({
  onMessage(request) {
    const picture = draw(request);
    lane.post({ slot: request.slot, picture }, picture ? [picture.units.buffer, picture.styles.buffer] : []);
  },
});

/** Null for what a widget cannot draw; the page then draws the same by itself. */
function draw(request: DrawRequest): Picture | null {
  try {
    return studio.draw(request);
  } catch {
    return null;
  }
}
