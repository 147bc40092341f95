/**
 * Where RefBot keeps its files: the state file and its siblings, config.json, and the local socket of the process that
 * holds the state. Every other part gets its paths from here; nothing is
 * created before {@link makePrivateFolder}.
 */
import { realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { textHash } from '../lib/text-hash.ts';
import { fail } from '../model/errors.ts';

export interface Paths {
  /** The state file: `--state`, else $REFBOT_STATE, else the XDG state folder. */
  readonly state: string;
  /** config.json: `--config`, else $REFBOT_CONFIG, else the XDG config folder. */
  readonly config: string;
  /** The state before the last save. */
  readonly previous: string;
  /** Journals of the state are this, `-` and a number. */
  readonly journal: string;
  readonly lock: string;
  /** Folder of backups. */
  readonly backups: string;
  /** Folder of private keys (the judge's certificate), 0700. */
  readonly keys: string;
  readonly log: string;
  /** Unix socket on which the holder of the state runs commands of other processes. */
  readonly socket: string;
}

export interface PathOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Value of `--state`. */
  readonly state?: string;
  /** Value of `--config`. */
  readonly config?: string;
}

/** The kernel refuses socket paths of 108 bytes and more (macOS: 104). */
const MAX_SOCKET_PATH = 100;

/** All paths of one run. Nothing is created. */
export function resolvePaths({ env, cwd, state, config }: PathOptions): Paths {
  const stateFile = resolve(
    cwd,
    state ?? set(env.REFBOT_STATE) ?? join(xdg(env.XDG_STATE_HOME, env, '.local', 'state'), 'refbot', 'state.json'),
  );
  const configFile = resolve(
    cwd,
    config ?? set(env.REFBOT_CONFIG) ?? join(xdg(env.XDG_CONFIG_HOME, env, '.config'), 'refbot', 'config.json'),
  );
  return { state: stateFile, config: configFile, ...siblings(stateFile), socket: socketPath(stateFile, env) };
}

/**
 * Files that belong to a state file: named after it, so that two states in one folder never share any, and after the
 * file itself where the path is a link, so that one state reached over two paths has one lock.
 */
export function siblings(stateFile: string): Pick<Paths, 'previous' | 'journal' | 'lock' | 'backups' | 'keys' | 'log'> {
  const real = realName(stateFile);
  return {
    previous: `${real}.bak`,
    journal: `${real}.journal`,
    lock: `${real}.lock`,
    backups: `${real}.backups`,
    keys: `${real}.keys`,
    log: `${real}.log`,
  };
}

/**
 * Socket of the process that holds this state file. $XDG_RUNTIME_DIR/refbot where that folder exists, else a folder of
 * this user below the system's temp folder. The same file reached over different links or folders gives the same socket.
 */
export function socketPath(stateFile: string, env: PathOptions['env']): string {
  // Not a digest of node:crypto: loading that takes every start as long as thirty modules of ours.
  const name = `${textHash(realName(stateFile)).toString(16).padStart(14, '0')}.sock`;
  const runtime = set(env.XDG_RUNTIME_DIR);
  const folders = [
    ...(runtime !== undefined && isAbsolute(runtime) && isFolder(runtime) ? [join(runtime, 'refbot')] : []),
    join(tmpdir(), `refbot-${userId()}`),
    join('/tmp', `refbot-${userId()}`),
  ];
  const candidates = folders.map((folder) => join(folder, name));
  return candidates.find((path) => Buffer.byteLength(path) <= MAX_SOCKET_PATH) ?? candidates.at(-1)!;
}

/**
 * Creates a folder that only this user can enter, or makes sure that an existing one is.
 * @throws file-io when it belongs to somebody else or is no folder: a socket or key in it could be replaced
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  // Not loaded before the state is being read.
  const { chmod, lstat, mkdir } = process.getBuiltinModule('node:fs/promises');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const facts = await lstat(folder);
  const uid = process.getuid?.();
  if (!facts.isDirectory() || (uid !== undefined && facts.uid !== uid)) {
    throw fail('file-io', `${folder} is not a folder of this user`, {
      hint: 'remove it, or set XDG_RUNTIME_DIR to a private folder',
    });
  }
  if ((facts.mode & 0o077) !== 0) await chmod(folder, 0o700);
}

function set(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

/** The XDG specification: a value that is not absolute counts as absent. */
function xdg(value: string | undefined, env: PathOptions['env'], ...fallback: readonly string[]): string {
  return value !== undefined && isAbsolute(value) ? value : join(set(env.HOME) ?? homedir(), ...fallback);
}

/** The file's own path with all links resolved, as far as it exists already. */
export function realName(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realName(parent), basename(path));
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function userId(): string {
  return String(process.getuid?.() ?? userInfo().username);
}
