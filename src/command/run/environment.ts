/** Everything a running text has around it. One per `run`; blocks with a time limit get a copy with a shorter signal. */
import type { Engine } from '../../engine/types.ts';
import type { Language } from '../define.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Face } from '../face.ts';
import type { RunOptions } from '../interpreter.ts';
import type { Io } from '../io.ts';
import type { Command, Registry } from '../registry.ts';
import type { Session } from '../session.ts';
import type { Place } from '../syntax/place.ts';
import type { Background } from './background.ts';

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
  /** Files that source each other, outermost first. */
  readonly chain: readonly string[];
  /** Own commands that call each other. */
  readonly depth: number;
  readonly background: Background;
  /** The language as a command sees it: with the options of its call, in the session and block around it. */
  language(environment: Environment, options: RunOptions): Language;
  /** Calls a command of one's own. @returns its rows or value; undefined when they were shown */
  call(
    environment: Environment,
    command: Command,
    args: Readonly<Record<string, unknown>>,
    options: RunOptions,
    gathered: boolean,
  ): Promise<unknown>;
  /** Shows an error that ends nothing. */
  report(error: RefbotError): Promise<void>;
}
