/**
 * What npm would publish, built from this checkout and unpacked below a node_modules with nothing beside it but the
 * dependencies that package.json declares; and what the files of it import.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
/** What a build needs of a checkout. A copy, so that the developer's own dist/ stays as it is. */
const PARTS = ['src', 'store', 'commands', 'bin', 'docs', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'];
const IMPORT = /^(?:import|export)\b(?:[^"]*\bfrom )?"([^"]+)";$/gm;
/** As bin/build/builtins.ts writes it. */
const BUILTIN = /^const .+ = process\.getBuiltinModule\("([^"]+)"\);$/gm;
const HOOK = join(import.meta.dirname, 'loaded-files.cjs');

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export class Packed {
  readonly #home: string;
  /** The package as it is installed. */
  readonly folder: string;
  readonly launcher: string;
  readonly version: string;
  /** Of the launcher and of all tests with it: each thread begins with what an earlier one compiled. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(home: string, version: string) {
    this.#home = home;
    this.folder = join(home, 'app', 'node_modules', 'refbot');
    this.launcher = join(this.folder, 'bin', 'refbot.js');
    this.version = version;
    this.env = { NODE_COMPILE_CACHE: join(home, 'compiled') };
  }

  /** @throws what npm says */
  static async install(): Promise<Packed> {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
    const packed = new Packed(mkdtempSync(join(tmpdir(), 'refbot-packed-')), manifest.version);
    await packed.#unpack(await packed.#pack());
    const modules = dirname(packed.folder);
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      const installed = join(ROOT, 'node_modules', name);
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      if (existsSync(installed)) symlinkSync(relative(dirname(join(modules, name)), installed), join(modules, name));
    }
    return packed;
  }

  /** Paths of all files below a folder of the package. */
  files(folder: string): string[] {
    return globSync('**/*', { cwd: join(this.folder, folder), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(this.folder, folder), join(entry.parentPath, entry.name)))
      .sort();
  }

  /** Text of a file of dist. */
  read(file: string): string {
    return readFileSync(join(this.folder, 'dist', file), 'utf8');
  }

  /** What is loaded with a file of dist, itself included: files of dist, and packages and modules of Node by name. */
  loadedWith(file: string, seen = new Set<string>()): Set<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    const code = this.read(file);
    for (const [, name] of code.matchAll(BUILTIN)) seen.add(name!);
    for (const [, name] of code.matchAll(IMPORT)) {
      if (name!.startsWith('.')) this.loadedWith(posix.join(posix.dirname(file), name!), seen);
      else seen.add(name!);
    }
    return seen;
  }

  /** A program that runs with `env` notes what its threads load. */
  watchLoading(): { readonly env: Readonly<Record<string, string>>; threads(): string[][] } {
    const file = join(mkdtempSync(join(this.#home, 'loaded-')), 'files');
    const prefix = `${relative('/', join(this.folder, 'dist'))}/`;
    return {
      env: { ...this.env, NODE_OPTIONS: `--require="${HOOK}"`, REFBOT_TEST_LOADED: file },
      /** Files of dist so far, for each thread; the main thread comes first. */
      threads: () => {
        const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
        const threads = Map.groupBy(lines, (line) => Number(line.split('\t')[0]));
        return [...threads]
          .sort(([a], [b]) => a - b)
          .map(([, loaded]) => loaded.flatMap((line) => line.split(prefix)[1] ?? []));
      },
    };
  }

  end(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** @returns path of the tarball */
  async #pack(): Promise<string> {
    const copy = join(this.#home, 'checkout');
    for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const { stdout } = await run('npm', ['pack', '--json', '--silent'], {
      cwd: copy,
      env: { ...process.env, npm_config_update_notifier: 'false' },
    });
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }];
    return join(copy, filename);
  }

  async #unpack(tarball: string): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    await run('tar', ['-xzf', tarball, '-C', this.folder, '--strip-components=1']);
  }
}
