/** A name server on loopback for tests: answers A questions from a table, over UDP (RFC 1035), and counts them. */
import { createSocket } from 'node:dgram';

export interface DnsServer {
  /** `127.0.0.1:port`, as resolvers want it. */
  readonly address: string;
  /** Names that were asked, in order, in lower case. */
  readonly asked: string[];
  /** Most questions that waited for an answer at one time. */
  readonly peak: () => number;
  stop(): Promise<void>;
}

/** What a name is answered with: addresses, a response code (2 = failure, 3 = no such name), or silence. */
export type DnsAnswer = readonly string[] | number | 'silence';

export async function dnsServer(answer: (name: string) => DnsAnswer, delayMs = 0): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  let open = 0;
  let peak = 0;
  socket.on('message', (question, peer) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at]!; length > 0; length = question[at]!) {
      labels.push(question.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
    const name = labels.join('.').toLowerCase();
    asked.push(name);
    const said = answer(name);
    if (said === 'silence') return;
    peak = Math.max(peak, ++open);
    const addresses = typeof said === 'number' ? [] : said;
    const head = Buffer.from(question.subarray(0, at + 5));
    head.writeUInt16BE(0x8180 | (typeof said === 'number' ? said : 0), 2);
    head.writeUInt16BE(addresses.length, 6);
    head.writeUInt32BE(0, 8); // no authorities, nothing additional
    const records = addresses.map((ip) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...ip.split('.').map(Number)]),
    );
    setTimeout(() => {
      open--;
      socket.send(Buffer.concat([head, ...records]), peer.port, peer.address);
    }, delayMs);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    peak: () => peak,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
