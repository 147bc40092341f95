/** iplocate/free-proxy-list on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'iplocate-http',
    url: 'https://raw.githubusercontent.com/iplocate/free-proxy-list/refs/heads/main/protocols/http.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'iplocate-socks4',
    url: 'https://raw.githubusercontent.com/iplocate/free-proxy-list/refs/heads/main/protocols/socks4.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'iplocate-socks5',
    url: 'https://raw.githubusercontent.com/iplocate/free-proxy-list/refs/heads/main/protocols/socks5.txt',
    protocols: ['socks5'],
  }),
];
