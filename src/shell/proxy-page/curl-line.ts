/** A proxy as a line for curl, safe to paste into a shell. Never holds a password: curl asks for it. */
import type { ProxyDetail } from '../../engine/types.ts';
import type { Protocol } from '../../model/proxy.ts';

/** The proxy resolves the name where it can. */
const SCHEMES: Readonly<Record<Protocol, string>> = {
  http: 'http',
  https: 'http',
  socks4: 'socks4a',
  socks5: 'socks5h',
};

export function curlLine({
  address,
  protocols,
  claimed,
}: Pick<ProxyDetail, 'address' | 'protocols' | 'claimed'>): string {
  const at = address.lastIndexOf('@');
  const known = protocols.length > 0 ? protocols : claimed;
  const scheme = SCHEMES[known[0] ?? 'http'];
  // Without CONNECT an HTTP proxy reaches plain pages only.
  const target = known.length > 0 && known.every((protocol) => protocol === 'http') ? 'http' : 'https';
  const user = at < 0 ? [] : ['-U', quoted(address.slice(0, at))];
  return ['curl', '-x', quoted(`${scheme}://${address.slice(at + 1)}`), ...user, `${target}://example.com/`].join(' ');
}

function quoted(text: string): string {
  return /^[\w.:/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
