/** One entry of the manual's contents: its page is made when somebody looks at it. */
import type { Entry } from './entry.ts';

export interface Chapter {
  readonly title: string;
  /** Below the chapter before it: a command of a noun. */
  readonly isInner: boolean;
  /** What Enter takes into the prompt; null where there is nothing to type. */
  readonly types: string | null;
  page(): readonly Entry[];
}
