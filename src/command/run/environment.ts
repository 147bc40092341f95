/** Everything a running text has around it. One per `run`; blocks with a time limit get a copy with a shorter signal. */
import type { Engine } from '../../engine/types.ts';
import type { Language } from '../define.ts';
import type { Face } from '../face.ts';
import type { RunOptions } from '../interpreter.ts';
import type { Io } from '../io.ts';
import type { Registry } from '../registry.ts';
import type { Session } from '../session.ts';
import type { Place } from '../syntax/place.ts';

export interface Environment {
  /** Null where only commands that need none may run. */
  readonly engine: Engine | null;
  readonly registry: Registry;
  readonly session: Session;
  readonly face: Face | undefined;
  /** The text comes from another program: a flag in it that weakens safety is refused. */
  readonly remote: boolean;
  readonly io: Io;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly place: Place;
  /** The language as a command sees it: with the options of its call and the signal of the block around it. */
  language(options: RunOptions, signal: AbortSignal): Language;
}
