/** vakhov/fresh-proxy-list on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'vakhov-http',
    url: 'https://raw.githubusercontent.com/vakhov/fresh-proxy-list/master/http.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'vakhov-https',
    url: 'https://raw.githubusercontent.com/vakhov/fresh-proxy-list/master/https.txt',
    protocols: ['https'],
  }),
  defineSource({
    name: 'vakhov-socks4',
    url: 'https://raw.githubusercontent.com/vakhov/fresh-proxy-list/master/socks4.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'vakhov-socks5',
    url: 'https://raw.githubusercontent.com/vakhov/fresh-proxy-list/master/socks5.txt',
    protocols: ['socks5'],
  }),
];
