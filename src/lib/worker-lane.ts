/**
 * A small typed wrapper over worker_threads, both ends: {@link WorkerLane} in the brain, {@link openLane} inside the
 * worker. It starts, posts, tells about an unexpected death, and stops politely before it stops by force. What a dead
 * worker means (restart, give up) is its owner's decision, never the lane's.
 */
import { getCompileCacheDir } from 'node:module';
import { getPriority, setPriority } from 'node:os';
import { dirname } from 'node:path';
import { type ResourceLimits, Worker, parentPort, workerData, type Transferable } from 'node:worker_threads';

const STOP = 'lane:stop';
const READY = 'lane:ready';

export interface LaneOptions<Out extends object> {
  /** Shown by debuggers and in errors. */
  readonly name: string;
  /** Plain data the worker finds as `LaneEnd.data`. */
  readonly data?: unknown;
  readonly transfer?: readonly Transferable[];
  /** Of its heap: a worker with little to keep collects its garbage before it costs memory. */
  readonly limits?: ResourceLimits;
  readonly onMessage: (message: Out) => void;
  /** The worker threw or left without being asked; called at most once, never after {@link WorkerLane.stop}. */
  readonly onDeath: (error: Error) => void;
}

/** The brain's end of a worker. Messages are objects; strings are the lane's own. */
export class WorkerLane<In extends object, Out extends object> {
  readonly #worker: Worker;
  /** Resolves when the worker has called {@link openLane}; rejects when it died before. */
  readonly ready: Promise<void>;
  readonly #exited: Promise<void>;
  #stopping = false;
  #dead = false;

  constructor(url: URL, options: LaneOptions<Out>) {
    this.#worker = new Worker(url, {
      name: options.name,
      workerData: options.data,
      env: workerEnvironment(),
      ...(options.limits ? { resourceLimits: options.limits } : {}),
      ...(options.transfer ? { transferList: [...options.transfer] } : {}),
    });
    let failure: Error | null = null;
    let settleReady: { resolve: () => void; reject: (error: Error) => void };
    this.ready = new Promise((resolve, reject) => (settleReady = { resolve, reject }));
    this.ready.catch(() => {}); // onDeath tells it as well; nobody has to wait for ready
    this.#worker.on('message', (message: Out | string) => {
      if (message === READY) settleReady.resolve();
      else if (!this.#stopping && typeof message === 'object') options.onMessage(message);
    });
    this.#worker.on('error', (error) => (failure = error instanceof Error ? error : new Error(String(error))));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#dead = true;
        const error = failure ?? new Error(`worker ${options.name} left with status ${code}`);
        settleReady.reject(error);
        resolve();
        if (!this.#stopping) options.onDeath(error);
      });
    });
  }

  /** Sends a message; one posted to a dead worker is dropped (its owner has been told). */
  post(message: In, transfer: readonly Transferable[] = []): void {
    if (!this.#dead) this.#worker.postMessage(message, transfer);
  }

  /** Keeps (default) or does not keep the process alive. */
  ref(keep: boolean): void {
    if (keep) this.#worker.ref();
    else this.#worker.unref();
  }

  /** Asks the worker to leave (its `onStop` runs) and ends it by force after `graceMs`. Safe to call twice. */
  async stop(graceMs = 2_000): Promise<void> {
    if (!this.#dead && !this.#stopping) {
      this.#stopping = true;
      this.#worker.ref();
      this.#worker.postMessage(STOP, []);
    }
    if (this.#dead) return;
    const force = setTimeout(() => void this.#worker.terminate(), graceMs);
    await this.#exited;
    clearTimeout(force);
  }
}

/**
 * Our own, and where the compile cache is: Node hands one that was switched on by a call to no worker, and each of them
 * would load the type stripper (36 MB) to compile again what is there already.
 */
function workerEnvironment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir(); // <folder>/<version of Node>
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}

export interface LaneHandlers<In extends object> {
  readonly onMessage: (message: In) => void;
  /** Lets go of everything that keeps the thread alive; messages posted in it still arrive only if the brain waits for them. */
  readonly onStop?: () => void | Promise<void>;
  /** Nice value of this thread on Linux, so that hands yield to the brain; default 10, 0 = leave it alone. */
  readonly niceness?: number;
}

/** The worker's end. */
export interface LaneEnd<Out extends object> {
  /** `LaneOptions.data` as it arrived. */
  readonly data: unknown;
  post(message: Out, transfer?: readonly Transferable[]): void;
}

/** Called once at the top of a worker module. @throws Error when not in a worker */
export function openLane<In extends object, Out extends object>(handlers: LaneHandlers<In>): LaneEnd<Out> {
  const port = parentPort;
  if (!port) throw new Error('openLane belongs into a worker');
  const niceness = handlers.niceness ?? 10;
  if (niceness > 0 && process.platform === 'linux') {
    try {
      // On Linux pid 0 names the calling thread alone. A process that is nicer already stays so.
      if (getPriority(0) < niceness) setPriority(0, niceness);
    } catch {
      // a container may forbid it; the work is the same, only less polite
    }
  }
  const leave = async (): Promise<void> => {
    try {
      await handlers.onStop?.();
    } finally {
      port.close();
      // Sockets or timers that onStop forgot must not hold the thread: the brain is waiting.
      setImmediate(() => process.exit(0)).unref();
    }
  };
  port.on('message', (message: In | string) => {
    if (message === STOP) void leave();
    else handlers.onMessage(message as In);
  });
  port.postMessage(READY, []);
  return { data: workerData, post: (message, transfer = []) => port.postMessage(message, transfer) };
}
