/**
 * Begins to read the state in a thread of its own before the modules that will use it are loaded. Called by main as soon as
 * it is known that the state is needed; what was read is thrown away by whoever finds that it was written meanwhile.
 */
import { beginReading } from '../../store/reader-thread.ts';
import type { EngineOptions } from '../engine.ts';
import { packingBy, USUAL_RULES } from '../pool/packing.ts';

/** The same options, for the engine that is opened first; stop the reader where none is. */
export function readEarly(options: EngineOptions): EngineOptions {
  const reader = beginReading(options.paths.state, packingBy(USUAL_RULES));
  return reader === null ? options : { ...options, reader };
}
