/** dpangestuw/Free-PROXY on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'dpangestuw-http',
    url: 'https://raw.githubusercontent.com/dpangestuw/Free-PROXY/refs/heads/main/http_proxies.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'dpangestuw-socks4',
    url: 'https://raw.githubusercontent.com/dpangestuw/Free-PROXY/refs/heads/main/socks4_proxies.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'dpangestuw-socks5',
    url: 'https://raw.githubusercontent.com/dpangestuw/Free-PROXY/refs/heads/main/socks5_proxies.txt',
    protocols: ['socks5'],
  }),
];
