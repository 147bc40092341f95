/**
 * The real file system with faults: every call that reaches the disk is counted, and the chosen one fails, alone or with
 * all after it, as a full, read-only or dying disk would let it. What did not fail was really done.
 */
import type { FileHandle } from 'node:fs/promises';
import { type FileSystem, realFiles } from '../../src/core/file-system.ts';

export interface Fault {
  /** Index of the call that fails. */
  readonly at: number;
  readonly code: 'ENOSPC' | 'EIO' | 'EROFS' | 'EACCES';
  /** Every later call that writes fails, too, until {@link FaultyFiles.heal}. */
  readonly lasting: boolean;
  /** The call does its work, a write the half of it, before it is said to have failed. */
  readonly late: boolean;
}

type Method = (...args: unknown[]) => Promise<unknown>;

/** What a disk that lets nothing be written still does. */
const READS: ReadonlySet<string> = new Set([
  'close',
  'read',
  'readdir',
  'readFile',
  'realpath',
  'stat',
  'unlink',
  'open for reading',
]);
const HANDLE_CALLS: ReadonlySet<string> = new Set(['write', 'sync', 'datasync', 'truncate', 'close', 'read', 'stat']);

export class FaultyFiles {
  /** Names of the calls since {@link arm}. */
  readonly calls: string[] = [];
  /** Told before each call; may look at the disk as it is then. */
  onCall: (index: number) => Promise<void> = async () => {};
  #fault: Fault | null = null;
  #failed = 0;

  readonly files: FileSystem = new Proxy(realFiles(), {
    get: (real, name) => {
      const method = Reflect.get(real, name) as Method;
      return (...args: unknown[]) => this.#call(String(name), args, (given) => method(...given));
    },
  });

  /** How many calls failed. */
  get failed(): number {
    return this.#failed;
  }

  arm(fault: Fault | null): void {
    this.calls.length = 0;
    this.#failed = 0;
    this.#fault = fault;
  }

  heal(): void {
    this.#fault = null;
  }

  async #call(name: string, args: unknown[], work: (args: unknown[]) => Promise<unknown>): Promise<unknown> {
    const known = name === 'open' && (args[1] === 'r' || args[1] === 0) ? 'open for reading' : name;
    const index = this.calls.push(known) - 1;
    await this.onCall(index);
    const fault = this.#fault;
    const strikes = fault !== null && (index === fault.at || (fault.lasting && index > fault.at && !READS.has(known)));
    if (!strikes) {
      const result = await work(args);
      return name === 'open' ? this.#handle(result as FileHandle) : result;
    }
    this.#failed += 1;
    // A handle that was not closed would be a defect of this file, not of the store.
    if (known === 'close' || (fault.late && name !== 'open')) await work(known === 'write' ? half(args) : args);
    throw Object.assign(new Error(`${fault.code}: injected, ${known}`), { code: fault.code, syscall: known });
  }

  #handle(real: FileHandle): FileHandle {
    return new Proxy(real, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const method = value.bind(target) as Method;
        if (!HANDLE_CALLS.has(String(name))) return method;
        return (...args: unknown[]) => this.#call(String(name), args, (given) => method(...given));
      },
    });
  }
}

/** The arguments of `write(bytes, offset, length)` for half as much. */
function half([bytes, offset, length, ...rest]: unknown[]): unknown[] {
  return [bytes, offset, Math.floor((length as number) / 2), ...rest];
}
