/**
 * The catalogue of errors a user can meet: a stable code, whose fault it is, whether trying again helps, and what the
 * exit status and HTTP status are. Errors are thrown with {@link fail} and caught only at gates (command runner,
 * worker lanes, bus, API, main). Every entry is listed in docs/errors.md, held fresh by a test.
 */

import { safeLines, safeText } from '../lib/safe-text.ts';

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  threshold: 3,
  broken: 4,
  io: 5,
  refused: 6,
  timeout: 124,
  interrupted: 130,
  terminated: 143,
} as const;

export interface ErrorKind {
  readonly code: string;
  readonly blame: 'user' | 'config' | 'network' | 'system' | 'refbot';
  /** Trying the same again may help. */
  readonly retry: boolean;
  readonly exit: number;
  readonly http: number;
  readonly title: string;
}

const kind = (
  code: string,
  blame: ErrorKind['blame'],
  exit: number,
  http: number,
  title: string,
  retry = false,
): ErrorKind => ({ code, blame, exit, http, title, retry });

/** Ranges: E1xx language, E2xx configuration, E3xx state, E4xx files and targets of commands, E5xx engine and network, E6xx refused by policy, E9xx ours. */
export const ERRORS = {
  'unknown-command': kind('E101', 'user', EXIT.usage, 404, 'no command has this name'),
  'unknown-flag': kind('E102', 'user', EXIT.usage, 400, 'the command has no such flag'),
  'bad-value': kind('E103', 'user', EXIT.usage, 400, 'a value is not of the declared type'),
  'missing-argument': kind('E104', 'user', EXIT.usage, 400, 'a required argument is missing'),
  'extra-argument': kind('E105', 'user', EXIT.usage, 400, 'more arguments than the command takes'),
  syntax: kind('E106', 'user', EXIT.usage, 400, 'the line does not follow the grammar'),
  'unknown-variable': kind('E107', 'user', EXIT.usage, 400, 'the variable was never set'),
  'unknown-field': kind('E108', 'user', EXIT.usage, 400, 'rows have no such field'),
  'not-a-terminal': kind('E109', 'user', EXIT.usage, 400, 'the shell needs a terminal'),
  'threshold-missed': kind('E110', 'user', EXIT.threshold, 409, 'a demanded threshold was not met'),
  'too-deep': kind('E111', 'user', EXIT.usage, 400, 'commands or files of your own call each other without end'),
  'unknown-key': kind('E201', 'config', EXIT.broken, 400, 'the configuration has no such key'),
  'bad-config-value': kind('E202', 'config', EXIT.broken, 400, 'a configuration value is not of the declared type'),
  'unreadable-config': kind('E203', 'config', EXIT.broken, 500, 'the configuration file cannot be read'),
  'state-held': kind('E301', 'user', EXIT.refused, 409, 'another RefBot holds this state file', true),
  'state-broken': kind('E302', 'system', EXIT.broken, 500, 'the state file cannot be read'),
  'state-newer': kind('E303', 'user', EXIT.broken, 500, 'the state file is from a newer RefBot'),
  'state-write': kind('E304', 'system', EXIT.io, 507, 'the state could not be written', true),
  'unknown-backup': kind('E305', 'user', EXIT.failed, 404, 'there is no such backup'),
  'holder-gone': kind('E306', 'system', EXIT.io, 502, 'the RefBot that ran the command has ended', true),
  'bad-request': kind('E307', 'refbot', EXIT.failed, 400, 'another RefBot asked for something that is not understood'),
  'no-such-file': kind('E401', 'user', EXIT.io, 404, 'the file does not exist'),
  'file-io': kind('E402', 'system', EXIT.io, 500, 'reading or writing a file failed', true),
  'unknown-proxy': kind('E403', 'user', EXIT.failed, 404, 'no proxy has this id or address'),
  'ambiguous-proxy': kind('E404', 'user', EXIT.failed, 409, 'the address names more than one proxy'),
  'unknown-source': kind('E405', 'user', EXIT.failed, 404, 'there is no such source'),
  'duplicate-source': kind('E406', 'user', EXIT.failed, 409, 'a source of that name or address exists'),
  'unknown-job': kind('E407', 'user', EXIT.failed, 404, 'there is no such job'),
  'unknown-alias': kind('E408', 'user', EXIT.failed, 404, 'there is no such alias'),
  'nothing-to-undo': kind('E409', 'user', EXIT.failed, 409, 'there is nothing to undo'),
  'unknown-target': kind('E410', 'user', EXIT.failed, 404, 'nothing was checked against such a page'),
  network: kind('E501', 'network', EXIT.io, 502, 'a network operation failed', true),
  'judge-unreachable': kind('E502', 'network', EXIT.io, 502, 'the judge cannot be reached directly', true),
  'port-in-use': kind('E503', 'user', EXIT.io, 409, 'the port is taken'),
  'engine-worker': kind('E504', 'refbot', EXIT.failed, 500, 'a worker of the engine failed', true),
  'not-running': kind('E505', 'user', EXIT.failed, 409, 'it is not running'),
  'already-running': kind('E506', 'user', EXIT.failed, 409, 'it is already running'),
  'address-refused': kind('E601', 'user', EXIT.refused, 403, 'the network policy does not allow this address'),
  readonly: kind('E602', 'user', EXIT.refused, 403, 'this session is read-only'),
  'not-confirmed': kind('E603', 'user', EXIT.refused, 403, 'a destructive command was not confirmed'),
  'unsafe-remote-flag': kind(
    'E604',
    'user',
    EXIT.refused,
    403,
    'the flag would weaken the safety of the running RefBot',
  ),
  cancelled: kind('E901', 'user', EXIT.interrupted, 499, 'cancelled'),
  timeout: kind('E902', 'user', EXIT.timeout, 504, 'the time limit was reached', true),
  internal: kind('E999', 'refbot', EXIT.failed, 500, 'a defect in RefBot'),
} as const satisfies Record<string, ErrorKind>;

export type ErrorName = keyof typeof ERRORS;

/** Where in a text an error is: offsets in UTF-16 units, end exclusive. */
export interface Span {
  /** File name, or `prompt`, `-c`, `argv`. */
  readonly origin: string;
  /** The whole text the offsets point into. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface ErrorDetails {
  /** What would be right, e.g. `did you mean --country ?`. */
  readonly hint?: string;
  readonly usage?: string;
  readonly span?: Span;
  /** Short words shown under the caret; the message is used where absent. */
  readonly label?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

export class RefbotError extends Error {
  override readonly name = 'RefbotError';
  readonly kind: ErrorKind;
  readonly errorName: ErrorName;
  readonly details: ErrorDetails;

  constructor(name: ErrorName, message: string, details: ErrorDetails = {}) {
    super(printableMessage(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.errorName = name;
    this.kind = ERRORS[name];
    this.details = printable(details);
  }
}

/** One line, and those below it that are indented: what is quoted cannot pretend to be an error of its own. */
function printableMessage(message: string): string {
  return message.includes(INDENTED) ? message.split(INDENTED).map(oneLine).join(INDENTED) : oneLine(message);
}

const INDENTED = '\n  ';
const oneLine = (text: string): string => safeText(text);

/** What an error quotes (a name, an address, a reply) may come from anywhere. The span stays exact: its places are counted in it. */
function printable(details: ErrorDetails): ErrorDetails {
  const { hint, usage, label } = details;
  return {
    ...details,
    ...(hint === undefined ? {} : { hint: safeLines(hint) }),
    ...(usage === undefined ? {} : { usage: safeLines(usage) }),
    ...(label === undefined ? {} : { label: safeText(label) }),
  };
}

/** Makes an error of the catalogue: `throw fail('unknown-proxy', 'no proxy 9.9.9.9:80', { hint: '…' })`. */
export function fail(name: ErrorName, message: string, details?: ErrorDetails): RefbotError {
  return new RefbotError(name, message, details);
}

/** Turns whatever was thrown into an error of the catalogue; unknown ones become `internal` with their cause kept. */
export function toRefbotError(thrown: unknown): RefbotError {
  if (thrown instanceof RefbotError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return fail('cancelled', 'cancelled', { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return fail('internal', message, { cause: thrown });
}
