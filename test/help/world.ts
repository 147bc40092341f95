/**
 * A world of its own for one end-to-end test: folders of its own, and the real program started in them as a user would,
 * `node bin/refbot.js …`. Everything started ends with the world.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const LAUNCHER = join(ROOT, 'bin', 'refbot.js');
/** Longer than anything here takes; a program that hangs fails its test, not the whole run. */
const LIMIT_MS = 60_000;

export interface Ended {
  /** Exit status; null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `--json` prints. */
export interface Answer<T> {
  readonly ok: boolean;
  readonly data: T;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Both outputs so far. */
  seen(): string;
  /** Resolves when the outputs so far match. @throws when the program ends before */
  until(pattern: RegExp): Promise<void>;
}

export interface StartOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of the checkout's launcher. */
  readonly launcher?: string;
  /** File descriptors it may have open, set by the shell; default as this process. */
  readonly descriptors?: number;
}

export class World {
  /** Working folder of what is started. */
  readonly folder: string;
  readonly stateFile: string;
  readonly #running = new Set<Running>();

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'refbot-e2e-'));
    this.stateFile = join(this.folder, 'state', 'state.json');
    for (const name of ['state', 'config', 'cache', 'run']) mkdirSync(join(this.folder, name), { mode: 0o700 });
  }

  /** Writes a file of the working folder. @returns its path */
  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  start(args: readonly string[], options: StartOptions = {}): Running {
    const line = [process.execPath, options.launcher ?? LAUNCHER, '--state', this.stateFile, ...args];
    const [program, ...words] =
      options.descriptors === undefined
        ? line
        : ['sh', '-c', `ulimit -n ${options.descriptors}; exec "$0" "$@"`, ...line];
    const child = spawn(program!, words, {
      cwd: this.folder,
      stdio: 'pipe',
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(ROOT, 'node_modules', '.cache', 'compile'),
        HOME: this.folder,
        XDG_STATE_HOME: join(this.folder, 'state'),
        XDG_CONFIG_HOME: join(this.folder, 'config'),
        XDG_CACHE_HOME: join(this.folder, 'cache'),
        XDG_RUNTIME_DIR: join(this.folder, 'run'),
        REFBOT_NETWORK: 'loopback',
        ...options.env,
      },
    });
    const running = follow(child);
    this.#running.add(running);
    void running.ended.then(() => this.#running.delete(running));
    child.stdin.on('error', () => {}).end(options.input ?? '');
    return running;
  }

  run(args: readonly string[], options?: StartOptions): Promise<Ended> {
    return this.start(args, options).ended;
  }

  /** Runs with `--json`. @throws when what it prints is not one JSON document */
  async json<T>(
    args: readonly string[],
    options?: StartOptions,
  ): Promise<Answer<T> & { readonly code: number | null }> {
    const { code, stdout, stderr } = await this.run([...args, '--json'], options);
    try {
      return { ...(JSON.parse(stdout) as Answer<T>), code };
    } catch (error) {
      throw new Error(`refbot ${args.join(' ')}: status ${code}, no JSON:\n${stdout}\n${stderr}`, { cause: error });
    }
  }

  /** Ends what still runs and removes the folders. */
  async end(): Promise<void> {
    for (const { child } of this.#running) child.kill('SIGKILL');
    await Promise.all([...this.#running].map(({ ended }) => ended));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function withWorld(use: (world: World) => Promise<void>): Promise<void> {
  const world = new World();
  try {
    await use(world);
  } finally {
    await world.end();
  }
}

function follow(child: ChildProcess): Running {
  const text = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
      for (const wake of waiting) wake();
    });
  }
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  let over = false;
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      over = true;
      for (const wake of waiting) wake();
      resolve({ code, signal, ...text });
    });
  });
  const seen = (): string => text.stdout + text.stderr;
  return {
    child,
    ended,
    seen,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.test(seen());
          if (!found && !over) return;
          waiting.delete(look);
          if (found) resolve();
          else reject(new Error(`the program ended before it said ${pattern}:\n${seen()}`));
        };
        waiting.add(look);
        look();
      }),
  };
}
