/** The widget hand of this process: the shell starts and stops it, the panels of the charts page draw with it. */
import { WidgetHand } from './hand.ts';

export const shellHand = new WidgetHand();
