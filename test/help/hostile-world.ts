/**
 * A world in which everything from outside is hostile: the state, the history, the keys, names of files and folders,
 * lists and the servers that give them, proxies. The real program is started in it.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL, FORGED, HEADER, LATIN1, NAME, WORD } from './hostile.ts';
import { WRONG_FILE } from './hostile-lines.ts';
import { answers, forwardProxy, type Nasty } from './nasty.ts';
import { PtyScreen } from './pty-screen.ts';

const LAUNCHER = join(import.meta.dirname, '..', '..', 'bin', 'refbot.js');

/** What a source is called that would like to be commands. */
export const COMMANDS = 'lab; echo PWNED $(echo PWNED) `x` "q" | quit --yes';

/** Keys that show a view, whatever has the keys: the keys.conf of this world binds them, and F4 to `focus out`. */
export const VIEW_KEYS = {
  dashboard: { chord: 'F5', sent: '\x1b[15~' },
  proxies: { chord: 'F6', sent: '\x1b[17~' },
  jobs: { chord: 'F7', sent: '\x1b[18~' },
  alerts: { chord: 'F8', sent: '\x1b[19~' },
  log: { chord: 'F9', sent: '\x1b[20~' },
  charts: { chord: 'F10', sent: '\x1b[21~' },
  options: { chord: 'F11', sent: '\x1b[23~' },
  help: { chord: 'F12', sent: '\x1b[24~' },
  'proxy 1': { chord: 'F3', sent: '\x1bOR' },
  sources: { chord: 'F2', sent: '\x1bOQ' },
} as const;

export interface HostileWorld {
  /** Has a hostile name, as everything in it. */
  readonly folder: string;
  /** Of the lists `plain`, `csv`, `json`, `html`, and of `away`, `raw` and others, which are none. */
  readonly url: string;
  /** Runs the program in pipes. @param own the folder of its state: programs on different ones do not wait for each other */
  run(args: readonly string[], own?: string): Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** Runs it in a terminal. */
  screen(args: readonly string[], own?: string): PtyScreen;
  /** A copy of the state as it is now. @returns its folder */
  copy(): string;
  end(): Promise<void>;
}

export async function hostileWorld(): Promise<HostileWorld> {
  const root = mkdtempSync(join(tmpdir(), 'refbot-hostile-'));
  const folder = join(root, NAME);
  const state = join(folder, 'state');
  for (const name of ['state', 'config', 'lists']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  // The name of a socket may not be long.
  mkdirSync(join(root, 'run'), { mode: 0o700 });
  const proxies = await hostileProxies();
  const lists = await listServer(proxies.map(({ port }) => port));
  writeFiles(folder, proxies);

  const env = (own: string): Record<string, string> => ({
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
    LANG: 'C.UTF-8',
    REFBOT_NETWORK: 'loopback',
    HOME: folder,
    USER: NAME,
    VISUAL: `false #${NAME}`,
    REFBOT_STATE: join(own, 'state.json'),
    REFBOT_CONFIG: join(folder, 'config', 'config.json'),
    XDG_STATE_HOME: own,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_RUNTIME_DIR: join(root, 'run'),
  });
  let copies = 0;
  return {
    folder,
    url: lists.url,
    run: (args, own = state) =>
      new Promise((resolve, reject) => {
        const limits = { maxBuffer: 64 << 20, timeout: 30_000 };
        const options = { ...limits, cwd: folder, env: { PATH: process.env['PATH'], ...env(own) } };
        execFile(process.execPath, [LAUNCHER, ...args], options, (error, stdout, stderr) => {
          // A status other than 0 is what many of these lines are for.
          if (error?.killed) reject(error);
          else resolve({ stdout, stderr });
        });
      }),
    screen: (args, own = state) => new PtyScreen(process.execPath, [LAUNCHER, ...args], { cwd: folder, env: env(own) }),
    copy: () => {
      const own = join(folder, `state-${++copies}`);
      // Somebody may hold the state just now.
      cpSync(state, own, { recursive: true, filter: (path) => !path.endsWith('.lock') });
      return own;
    },
    end: async () => {
      await Promise.all([lists.stop(), ...proxies.map((proxy) => proxy.stop())]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function writeFiles(folder: string, proxies: readonly Nasty[]): void {
  const file = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 });
  const addresses = proxies.map(({ port }) => `127.0.0.1:${port}`).join('\n');
  file('state/state.json', stateText());
  file('state/history', `echo '${ALL.replaceAll('\\', '\\\\')}'\n`);
  file('config/config.json', '{"network":{"allow_private":true}}');
  const views = Object.entries(VIEW_KEYS).map(([view, { chord }]) => `general ${chord} view ${view}`);
  const keys = ['general F4 focus out', 'sources X sources disable $row.name'];
  // Lines in which each part is hostile.
  const wrong = [`${WORD} x quit`, `sources ${WORD} quit`, `log q ${WORD}`];
  file('config/keys.conf', [...views, ...keys, ...wrong].join('\n'));
  file(`list${NAME}.txt`, `${addresses}\n${ALL}\n${FORGED}\n127.0.0.1:5:${WORD}:secret\n`);
  file(`lists/a${NAME}.txt`, `${ALL}\n127.0.0.1:7\n`);
  file(`wrong${NAME}.refbot`, WRONG_FILE);
  file('wrong.refbot', WRONG_FILE);
  file(`says${NAME}.refbot`, `echo '${ALL.replace(/\0|\p{Surrogate}/gu, '')}'\n`);
  file(`broken${NAME}.refbot`, `nothing '${ALL}\n`);
}

/** A state file as somebody else may have written it. */
function stateText(): string {
  const source = (name: string, error: string | null): object => ({
    name,
    location: `/tmp/${NAME}/${name}`,
    kind: 'own',
    protocols: [],
    enabled: true,
    lastFetchedAt: '2026-01-01T00:00:00.000Z',
    state: error === null ? 'ok' : 'failing',
    failures: 1,
    format: WORD,
    found: 1,
    new: 1,
    listed: 1,
    working: 1,
    ms: 3,
    error,
    validator: null,
    worth: 0,
  });
  const head = {
    format: 'refbot-state',
    version: 1,
    savedAt: '2026-01-01T00:00:00.000Z',
    createdAt: ALL,
    settings: { auto: false },
    aliases: { hx: `echo '${ALL}'`, [WORD]: `echo ${WORD}` },
    sources: [source(COMMANDS, ALL), source(`HXsource${WORD}`, FORGED), source('--yes', null)],
  };
  const columns = ['id', 'host', 'port', 'user', 'password', 'sources', 'tags', 'status', 'reason', 'exit', 'changed'];
  const rows = Array.from({ length: 6 }, (_, index) => {
    const works = index % 3 === 0;
    const user = index % 2 === 0 ? WORD : 0;
    const names = [
      [WORD, COMMANDS],
      [WORD, 'tag'],
    ];
    const verdict = [works ? 'working' : 'failed', works ? 0 : 'refused'];
    return JSON.stringify([index + 1, `192.0.2.${index + 1}`, 8080, user, 0, ...names, ...verdict, ALL, ALL]);
  });
  const pool = `"v": 1,\n"cols": ${JSON.stringify(columns)},\n"rows": [\n${rows.join(',\n')}\n],\n"count": 6,\n"nextId": 7`;
  return `${JSON.stringify(head, null, 0).slice(0, -1)},\n"proxies": {\n${pool}\n}\n}\n`;
}

/** One that changes every page, others that are none. */
function hostileProxies(): Promise<readonly Nasty[]> {
  const words = ['Server', 'Via', 'Set-Cookie', 'Location'].map((name) => `${name}: ${LATIN1}\r\n`).join('');
  const reply = (status: number): Buffer =>
    Buffer.from(`HTTP/1.1 ${status} ${LATIN1}\r\n${words}HX\u009b: 1\r\n\r\n${LATIN1}`, 'latin1');
  return Promise.all([
    answers(reply(200)),
    answers(reply(407)),
    answers(ALL),
    forwardProxy({
      reply: (body) => body + LATIN1,
      headers: { via: '1.1 HXvia\u009b2J', 'x-forwarded-for': 'HXfor\u009b2J' },
    }),
  ]);
}

/** Lists of these ports, each given with hostile words of HTTP around it. */
async function listServer(ports: readonly number[]): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const cells = ports.map((port) => `127.0.0.1,${port},"${ALL}",${WORD}`);
  const bodies: Readonly<Record<string, string>> = {
    plain: [...ports.map((port) => `127.0.0.1:${port} ${ALL}`), ALL, `127.0.0.1:99999 ${ALL}`].join('\n'),
    csv: ['ip,port,country,tags', ...cells].join('\n'),
    json: JSON.stringify([
      { ip: ALL, port: 1 },
      { ip: '127.0.0.1', port: ALL, country: ALL, anonymity: ALL },
    ]),
    html: `<table><tr><td>127.0.0.1<td>${ALL}<tr><td>${ALL}<td>80</table>`,
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    socket.once('data', (request: Buffer) => {
      const path = /^GET \/(\S*)/.exec(request.toString('latin1'))?.[1] ?? '';
      const body = bodies[path];
      const status = path === 'away' ? 302 : body === undefined ? 404 : 200;
      const words = path === 'raw' ? LATIN1 : HEADER;
      const head = [
        `HTTP/1.1 ${status} ${words}`,
        `Server: ${words}`,
        `ETag: "${words}"`,
        `Content-Type: text/${words}`,
        ...(status === 302 ? [`Location: gopher://${words.replace(/\s/g, '')}/`] : []),
        'Connection: close',
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
      socket.end(body ?? '');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
