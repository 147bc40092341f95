/** Holds the shape of the house: who may import whom, who may touch the network and the terminal, how a file looks. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

/** From left to right: a room imports itself and rooms to its left. Rooms of one row do not know each other. */
const LAYERS: readonly (readonly string[])[] = [
  ['lib'],
  ['model'],
  ['core'],
  ['define'],
  ['net', 'roster', 'store', 'demo'],
  ['sources', 'checker', 'pool', 'gateway', 'analytics', 'schedule', 'host'],
  ['engine'],
  ['command'],
  ['commands'],
  ['shell', 'api', 'local'],
  ['main'],
  ['bin'],
];

/** Packages and Node modules that only some rooms may use. */
const RESERVED: readonly {
  readonly modules: readonly string[];
  readonly rooms: readonly string[];
  readonly why: string;
}[] = [
  { modules: ['blessed', 'blessed-contrib'], rooms: ['shell'], why: 'only the shell paints' },
  { modules: ['fastify'], rooms: ['api'], why: 'only the API serves HTTP to people' },
  { modules: ['lowdb', 'lowdb/node'], rooms: ['store'], why: 'only the store knows its file' },
  {
    modules: [
      'node:net',
      'node:tls',
      'node:http',
      'node:https',
      'node:http2',
      'node:dgram',
      'node:dns',
      'node:dns/promises',
      'undici',
    ],
    rooms: ['net', 'demo', 'checker', 'sources', 'gateway', 'local', 'api'],
    why: 'what dials or listens stands where the network policy is asked',
  },
];
/** Pure functions of node:net: they open nothing. */
const PURE_NET = new Set(['isIP', 'isIPv4', 'isIPv6']);
/** What reaches outside the process. lib and model stay pure; the one exception looks for modules beside a module. */
const IO =
  /^node:(?:fs|fs\/promises|child_process|net|tls|http|https|http2|dgram|dns|dns\/promises|readline|repl|tty|cluster)$/;
const IO_EXCEPTIONS = new Map([['src/lib/sibling.ts', 'node:fs']]);
const MAX_LINES = 400;

/** Rooms of src/shell and the others of them whose code each uses; types it may name more widely. */
const SHELL_ROOMS: Readonly<Record<string, readonly string[]>> = {
  charts: ['paint'],
  contrib: ['paint', 'terminal'],
  controls: ['layout'],
  edit: [],
  feed: [],
  'first-run': [],
  input: [],
  layout: [],
  leaving: [],
  looks: [],
  manual: ['text'],
  overlays: ['paint'],
  paint: ['edit'],
  panels: ['charts', 'contrib', 'feed', 'manual', 'paint', 'proxy-page', 'table', 'text'],
  plain: ['leaving', 'toasts'],
  prompt: ['edit'],
  'proxy-page': ['paint', 'text'],
  run: ['paint'],
  screenshot: ['paint'],
  stage: ['layout', 'paint'],
  table: ['paint'],
  terminal: ['input', 'paint'],
  text: ['paint'],
  themes: [],
  toasts: [],
  views: ['layout'],
};
/** What the shell is put together in: nothing below it knows that. */
const SHELL_TOP = /^src\/shell\/(?:shell|shell-options|run-shell)\.ts$/;
/** A panel is given a scene and a port; of keys, frames and the terminal it knows not even the names. */
const BEYOND_PANELS = ['controls', 'input', 'overlays', 'prompt', 'stage', 'terminal'];

interface Import {
  readonly specifier: string;
  /** Named bindings where all are listed; null for default, namespace, side effect and dynamic imports. */
  readonly names: readonly string[] | null;
  readonly typeOnly: boolean;
}

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const files = globSync(['src/**/*.ts', 'store/**/*.ts', 'commands/**/*.ts', 'bin/**/*.{js,ts}'], { cwd: root })
  .sort()
  .map(load);
const byPath = new Map(files.map((file) => [file.path, file]));

function load(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, room: roomOf(path), text, imports: importsOf(text) };
}

/** `src/engine.ts` and `src/engine/types.ts` are the room `engine`; `store/lock.ts` is `store`. */
function roomOf(path: string): string {
  const parts = path.split('/');
  return (parts[0] === 'src' ? parts[1]! : parts[0]!).replace(/\.ts$/, '');
}

function importsOf(text: string): Import[] {
  const code = withoutComments(text);
  const imports = [...code.matchAll(/^import\b(?:([^;'"]*?)\bfrom\b)?\s*['"]([^'"]+)['"]/gm)];
  const exports = [
    ...code.matchAll(/^export\s+((?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\}))\s*from\s*['"]([^'"]+)['"]/gm),
  ];
  const dynamics = [...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)];
  return [
    ...[...imports, ...exports].map(([, clause = '', specifier]) => describeImport(clause, specifier!)),
    ...dynamics.map(([, specifier]) => ({ specifier: specifier!, names: null, typeOnly: false })),
  ];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function describeImport(clause: string, specifier: string): Import {
  const typeOnly = /^\s*type\b/.test(clause);
  const braces = /^\s*(?:type\s*)?\{([^}]*)\}\s*$/.exec(clause);
  const names = braces?.[1]!
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const values = names?.filter((name) => !name.startsWith('type ')).map((name) => name.split(/\s+as\s+/)[0]!);
  return { specifier, names: values ?? null, typeOnly: typeOnly || values?.length === 0 };
}

function target(file: SourceFile, specifier: string): string | null {
  return specifier.startsWith('.') ? relative(root, join(root, dirname(file.path), specifier)) : null;
}

function rank(room: string): number {
  return LAYERS.findIndex((rooms) => rooms.includes(room));
}

test('every file stands in a room of the house', () => {
  const lost = files.filter(({ room }) => rank(room) < 0).map(({ path, room }) => `${path}: no layer holds "${room}"`);
  assert.deepEqual(lost, []);
});

test('a file imports its own room or one to the left', () => {
  const wrong = files.flatMap((file) =>
    file.imports.flatMap(({ specifier }) => {
      const path = target(file, specifier);
      if (path === null || path === 'package.json') return [];
      const room = roomOf(path);
      if (room === file.room || rank(room) < rank(file.room)) return [];
      return [
        `${file.path} (${file.room}) imports ${path} (${room}): ${rank(room) === rank(file.room) ? 'siblings do not know each other' : 'an arrow to the right'}`,
      ];
    }),
  );
  assert.deepEqual(wrong, []);
});

test('relative imports name files that exist, with their extension', () => {
  const wrong = files.flatMap((file) =>
    file.imports.flatMap(({ specifier }) => {
      const path = target(file, specifier);
      return path === null || byPath.has(path) || path.endsWith('.json')
        ? []
        : [`${file.path} imports ${specifier}: no such file`];
    }),
  );
  assert.deepEqual(wrong, []);
});

// Types that name each other within a room are erased; across rooms the rule of the arrows forbids them anyway.
test('there are no import cycles', () => {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    state.set(path, 'open');
    const file = byPath.get(path);
    for (const { specifier, typeOnly } of file?.imports ?? []) {
      const next = target(file!, specifier);
      if (next !== null && !typeOnly) visit(next, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const { path } of files) visit(path, []);
  assert.deepEqual(cycles, []);
});

test('reserved modules are used only in their rooms', () => {
  const wrong = files.flatMap((file) =>
    file.imports.flatMap(({ specifier, names, typeOnly }) => {
      const rule = RESERVED.find(({ modules }) => modules.includes(specifier));
      if (!rule || rule.rooms.includes(file.room) || typeOnly) return [];
      if (specifier === 'node:net' && names?.every((name) => PURE_NET.has(name))) return [];
      return [`${file.path} imports ${specifier}: ${rule.why} (${rule.rooms.join(', ')})`];
    }),
  );
  assert.deepEqual(wrong, []);
});

test('lib and model do no input or output', () => {
  const wrong = files
    .filter(({ room }) => room === 'lib' || room === 'model')
    .flatMap((file) =>
      file.imports
        .filter(({ specifier, names }) => IO.test(specifier) && !names?.every((name) => PURE_NET.has(name)))
        .filter(({ specifier }) => IO_EXCEPTIONS.get(file.path) !== specifier)
        .map(({ specifier }) => `${file.path} imports ${specifier}: ${file.room} does no IO`),
    );
  assert.deepEqual(wrong, []);
});

test('nothing behind the launcher dials with the global fetch or prints on its own', () => {
  const wrong = files
    .filter(({ room }) => room !== 'bin' && room !== 'main')
    .flatMap(({ path, text, imports }) => {
      const code = withoutComments(text);
      const ownFetch = imports.some(({ names }) => names?.includes('fetch'));
      return [
        ...(!ownFetch && /(?:\bawait|\breturn|[=(,?:])\s*fetch\(/.test(code)
          ? [`${path} calls the global fetch: it asks no network policy`]
          : []),
        ...(/(?<![.\w])console\.\w/.test(code) ? [`${path} uses console: it would write into the screen`] : []),
      ];
    });
  assert.deepEqual(wrong, []);
});

test(`no file is longer than ${MAX_LINES} lines, and every file says at its top what lives in it`, () => {
  const wrong = files.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - 1;
    const body = text.replace(/^#!.*\n/, '');
    return [
      ...(lines > MAX_LINES ? [`${path} has ${lines} lines: two rooms in one?`] : []),
      ...(/^\/\*\*|^\/\//.test(body) ? [] : [`${path} does not open with a comment`]),
    ];
  });
  assert.deepEqual(wrong, []);
});

/** `src/shell/table/marks.ts` is in `table`; what stands at the top of the shell is in no room of it. */
function shellRoomOf(path: string): string | null {
  const [src, shell, room, file] = path.split('/');
  return src === 'src' && shell === 'shell' && file !== undefined ? room! : null;
}

test('the rooms of the shell know what they are made of, and nothing of the shell', () => {
  const wrong = files.flatMap((file) => {
    const room = shellRoomOf(file.path);
    if (room === null) return [];
    const known = SHELL_ROOMS[room];
    if (!known) return [`${file.path}: say in SHELL_ROOMS what ${room} is made of`];
    return file.imports.flatMap(({ specifier, typeOnly }) => {
      const path = target(file, specifier);
      if (path === null) return [];
      if (SHELL_TOP.test(path)) return [`${file.path} imports ${path}: it would know the whole`];
      const other = shellRoomOf(path);
      if (other === null || other === room) return [];
      if (room === 'panels' && BEYOND_PANELS.includes(other))
        return [`${file.path} imports ${path}: a panel is given a scene and a port`];
      return typeOnly || known.includes(other) ? [] : [`${file.path} imports ${path}: ${room} is not made of ${other}`];
    });
  });
  assert.deepEqual(wrong, []);
});

test('only one room of the shell knows blessed, and one blessed-contrib', () => {
  const wrong = files
    .filter(({ path }) => path.startsWith('src/shell/'))
    .flatMap(({ path, text }) => {
      const code = withoutComments(text);
      return [
        ...(/['"`]blessed(?:\/|['"])/.test(code) && shellRoomOf(path) !== 'terminal' ? [`${path} uses blessed`] : []),
        ...(/['"`]blessed-contrib/.test(code) && shellRoomOf(path) !== 'contrib'
          ? [`${path} uses blessed-contrib`]
          : []),
      ];
    });
  assert.deepEqual(wrong, []);
});

test('commands of the screen are declared as such: a key acts on them before the next one is read', () => {
  const wrong = files.filter(
    ({ path, text }) => path.startsWith('commands/screen/') && !text.includes('defineScreenCommand('),
  );
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});
