/** What `doctor` looks at on the machine: Node, the pieces that came with the package, the terminal, the limits. */
import { createRequire } from 'node:module';
import { defaultConcurrency, descriptorLimits, ENOUGH_DESCRIPTORS } from '../../src/checker/fd-limit.ts';
import type { Io } from '../../src/command/io.ts';
import { formatCount } from '../../src/lib/units.ts';
import { type Finding, bad, good, weak } from './finding.ts';

const LEAST_NODE = 24;
/** Packages without which a part does not start, and the part. */
const PIECES: Readonly<Record<string, string>> = {
  blessed: 'the shell',
  lowdb: 'the state file',
  maxmind: 'countries',
  pino: 'the log file',
  selfsigned: 'the HTTPS judge',
  undici: 'scraping',
  'yargs-parser': 'the command line',
};

export function nodeFinding(version = process.versions.node): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= LEAST_NODE) return good('node', version);
  return bad('node', version, `Node ${LEAST_NODE} or newer is needed: npm ci brings one, start with npx refbot`);
}

export function piecesFinding(): Finding {
  const require = createRequire(import.meta.url);
  const missing = Object.entries(PIECES).filter(([name]) => {
    try {
      require.resolve(name);
      return false;
    } catch {
      return true;
    }
  });
  if (missing.length === 0) return good('packages', `${Object.keys(PIECES).length} present`);
  return bad('packages', `missing: ${missing.map(([name, part]) => `${name} (${part})`).join(', ')}`, 'npm ci');
}

export function terminalFindings(
  { output }: Io,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Finding[] {
  if (!output.tty) {
    return [weak('terminal', 'the output is not a terminal', 'the shell needs one; commands and scripts do not')];
  }
  const term = env['TERM'] ?? '';
  return [
    term === '' || term === 'dumb'
      ? weak('terminal', `TERM=${term}`, 'set TERM=xterm-256color, or stay with single commands')
      : good('terminal', `${term}, ${output.columns} columns`),
    output.color
      ? good('colours', colourDepth(env))
      : weak(
          'colours',
          'off',
          env['NO_COLOR'] === undefined ? 'set TERM=xterm-256color' : 'NO_COLOR is set; unset it to have them',
        ),
    output.utf8
      ? good('utf-8', 'yes')
      : weak('utf-8', 'no', 'set LANG=C.UTF-8 or another UTF-8 locale; lines and charts are drawn in ASCII until then'),
  ];
}

function colourDepth(env: Readonly<Record<string, string | undefined>>): string {
  if (/truecolor|24bit/.test(env['COLORTERM'] ?? '')) return '16 million';
  return (env['TERM'] ?? '').includes('256') ? '256' : '16';
}

/** From so many on, a check of a long list waits for answers, not for descriptors. */
const ENOUGH_CHECKS = 1_000;

/** @param limits null = the system does not say */
export function limitsFinding(limits = descriptorLimits()): Finding {
  const checks = defaultConcurrency(limits);
  const inFlight = `${formatCount(checks)} checks in flight`;
  if (limits === null) return good('file descriptors', `${inFlight}; this system does not tell its limit`);
  const { soft, hard } = limits;
  const found = `soft limit ${limitText(soft)}, hard ${limitText(hard)}: ${inFlight}`;
  if (checks >= ENOUGH_CHECKS) return good('file descriptors', found);
  // Node raises its soft limit to the hard one when it starts: mostly it is the hard one that is low.
  const advice =
    hard >= ENOUGH_DESCRIPTORS
      ? `raise the soft limit for quicker checks: ulimit -n ${ENOUGH_DESCRIPTORS}`
      : `raise the hard limit for quicker checks: nofile ${ENOUGH_DESCRIPTORS} in /etc/security/limits.conf, LimitNOFILE= of a service, --ulimit nofile= of a container`;
  return weak('file descriptors', found, advice);
}

function limitText(limit: number): string {
  return limit === Infinity ? 'none' : formatCount(limit);
}
