/** What the SOCKS behaviours share: the handshakes of SOCKS4, 4a (a host name sent along) and 5 (RFC 1928, RFC 1929). */
import type { Socket } from 'node:net';
import type { Visit } from './define-behaviour.ts';
import { TargetRefused } from './dial.ts';
import { relay } from './relay.ts';
import { Wire } from './wire.ts';

const CONNECT = 1;
const MAX_NAME_BYTES = 256;

interface Replies {
  readonly granted: Buffer;
  readonly forbidden: Buffer;
  readonly failed: Buffer;
}

const reply5 = (code: number): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
const reply4 = (code: number): Buffer => Buffer.from([0, code, 0, 0, 0, 0, 0, 0]);
const REPLIES_5: Replies = { granted: reply5(0), forbidden: reply5(2), failed: reply5(5) };
const REPLIES_4: Replies = { granted: reply4(0x5a), forbidden: reply4(0x5b), failed: reply4(0x5b) };

/** Serves one client that speaks one of `versions`; others are closed without an answer. @throws when it leaves in the middle */
export async function socksProxy(visit: Visit, versions: readonly (4 | 5)[]): Promise<void> {
  const wire = new Wire(visit.socket);
  const version = (await wire.take(1)).readUInt8(0);
  if (version === 5 && versions.includes(5)) return socks5(visit, wire);
  if (version === 4 && versions.includes(4)) return socks4(visit, wire);
  visit.socket.end();
}

async function socks4(visit: Visit, wire: Wire): Promise<void> {
  const request = await wire.take(7);
  const port = request.readUInt16BE(1);
  const address = request.subarray(3);
  await wire.takeUntil('\0', MAX_NAME_BYTES);
  // 0.0.0.x with x ≠ 0 is no address: the name behind the user id is meant (SOCKS4a).
  const named = address.readUInt32BE(0) >>> 8 === 0 && address[3] !== 0;
  const host = named
    ? (await wire.takeUntil('\0', MAX_NAME_BYTES)).subarray(0, -1).toString('latin1')
    : address.join('.');
  await visit.linger();
  if (request[0] !== CONNECT) return void visit.socket.end(REPLIES_4.failed);
  await pass(visit, wire, host, port, REPLIES_4);
}

async function socks5(visit: Visit, wire: Wire): Promise<void> {
  const methods = await wire.take((await wire.take(1)).readUInt8(0));
  const wanted = visit.credentials ? 2 : 0;
  if (!methods.includes(wanted)) return void visit.socket.end(Buffer.from([5, 0xff]));
  visit.socket.write(Buffer.from([5, wanted]));
  if (visit.credentials) {
    const user = (await wire.take((await wire.take(2)).readUInt8(1))).toString();
    const password = (await wire.take((await wire.take(1)).readUInt8(0))).toString();
    const right = user === visit.credentials.user && password === visit.credentials.password;
    if (!right) return void visit.socket.end(Buffer.from([1, 1]));
    visit.socket.write(Buffer.from([1, 0]));
  }
  const request = await wire.take(4);
  const host = await readAddress(wire, request.readUInt8(3));
  const port = (await wire.take(2)).readUInt16BE(0);
  await visit.linger();
  if (host === null) return void visit.socket.end(reply5(8));
  if (request[1] !== CONNECT) return void visit.socket.end(reply5(7));
  await pass(visit, wire, host, port, REPLIES_5);
}

async function readAddress(wire: Wire, kind: number): Promise<string | null> {
  if (kind === 1) return (await wire.take(4)).join('.');
  if (kind === 3) return (await wire.take((await wire.take(1)).readUInt8(0))).toString('latin1');
  if (kind !== 4) return null;
  return (await wire.take(16)).toString('hex').match(/.{4}/g)!.join(':');
}

async function pass(visit: Visit, wire: Wire, host: string, port: number, replies: Replies): Promise<void> {
  let target: Socket;
  try {
    target = await visit.dial(host, port);
  } catch (error) {
    return void visit.socket.end(error instanceof TargetRefused ? replies.forbidden : replies.failed);
  }
  visit.socket.write(replies.granted);
  wire.release();
  relay(visit.socket, target);
}
