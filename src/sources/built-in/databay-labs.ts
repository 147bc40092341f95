/** databay-labs/free-proxy-list on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'databay-labs-http',
    url: 'https://raw.githubusercontent.com/databay-labs/free-proxy-list/refs/heads/master/http.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'databay-labs-socks5',
    url: 'https://raw.githubusercontent.com/databay-labs/free-proxy-list/refs/heads/master/socks5.txt',
    protocols: ['socks5'],
  }),
  defineSource({
    name: 'databay-labs-socks4',
    url: 'https://raw.githubusercontent.com/databay-labs/free-proxy-list/refs/heads/master/socks4.txt',
    protocols: ['socks4'],
  }),
];
