/** Runs command lines as a face would and keeps what came out. Used by the tests of commands. */
import type { Engine } from '../../src/engine/types.ts';
import { createInterpreter } from '../../src/command/create-interpreter.ts';
import type { Face } from '../../src/command/face.ts';
import type { Interpreter, RunOptions } from '../../src/command/interpreter.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import { RecordingIo } from './recording-io.ts';

export interface Said {
  readonly status: number;
  readonly data: string;
  /** What is not data: notes and errors. */
  readonly notes: string;
}

export interface Answered<T> {
  readonly status: number;
  readonly ok: boolean;
  readonly data: T;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

const registry = loadRegistry();

export class CommandLine {
  readonly interpreter: Interpreter;
  readonly cwd: string;

  constructor(cwd: string, engine: Engine | null = null, face?: Face) {
    this.cwd = cwd;
    this.interpreter = createInterpreter({ engine, registry, ...(face ? { face } : {}) });
  }

  async say(line: string, options: RunOptions = {}, signal = new AbortController().signal): Promise<Said> {
    const io = new RecordingIo(this.cwd);
    const status = await this.interpreter.run({ text: line, origin: 'test' }, io, options, signal);
    const notes = io.events.filter((event) => event.startsWith('note ')).map((event) => event.slice(5));
    return { status, data: io.data, notes: notes.join('\n') };
  }

  /** The line under `--json`. */
  async ask<T>(line: string, options: RunOptions = {}): Promise<Answered<T>> {
    const { status, data, notes } = await this.say(line, { yes: true, ...options, format: 'json' });
    if (data === '') throw new Error(`\`${line}\` printed nothing (exit ${status}): ${notes}`);
    return { status, ...(JSON.parse(data) as Omit<Answered<T>, 'status'>) };
  }
}
