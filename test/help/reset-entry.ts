/** A program for tests in a real terminal: what `refbot --reset-terminal` does. */
import { resetTerminal } from '../../src/shell/terminal/modes.ts';

resetTerminal();
