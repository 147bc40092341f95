/**
 * Texts like those that list publishers serve, several formats, made from a seed: the addresses look public and are
 * nobody's choice. They must go through `rewriteList` before anything is checked.
 */
import { seededRandom, type Random } from '../../src/demo/random.ts';

const PORTS = [8080, 3128, 80, 999, 1080, 4145, 5678, 9090, 8888, 10000];

export type ListFormat = 'plain' | 'url' | 'csv' | 'json' | 'yaml' | 'xml';

export function publishedList(format: ListFormat, count: number, seed: number): string {
  const random = seededRandom(seed);
  const entries = Array.from({ length: count }, () => ({
    ip: publicIp(random),
    port: PORTS[Math.floor(random() * PORTS.length)]!,
  }));
  switch (format) {
    case 'plain':
      return entries.map(({ ip, port }) => `${ip}:${port}`).join('\n');
    case 'url':
      return entries.map(({ ip, port }) => `http://${ip}:${port}`).join('\r\n');
    case 'csv':
      return ['Proxy,IP,Port,TimeTaken', ...entries.map(({ ip, port }) => `${ip}:${port},${ip},${port},0`)].join('\n');
    case 'json':
      return JSON.stringify(entries.map(({ ip, port }) => ({ protocol: 'http', host: ip, port, exit_ip: '9.9.9.9' })));
    case 'yaml':
      return ['proxies:', ...entries.map(({ ip, port }) => `    - ${ip}:${port}`)].join('\n');
    case 'xml':
      return `<Proxies>${entries.map(({ ip, port }) => `<Proxy>${ip}:${port}</Proxy>`).join('')}</Proxies>`;
  }
}

function publicIp(random: Random): string {
  const octet = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  return [octet(11, 90), octet(0, 255), octet(0, 255), octet(1, 254)].join('.');
}
