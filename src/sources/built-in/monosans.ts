/** monosans/proxy-list on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'monosans-http',
    url: 'https://raw.githubusercontent.com/monosans/proxy-list/main/proxies/http.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'monosans-socks4',
    url: 'https://raw.githubusercontent.com/monosans/proxy-list/main/proxies/socks4.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'monosans-socks5',
    url: 'https://raw.githubusercontent.com/monosans/proxy-list/main/proxies/socks5.txt',
    protocols: ['socks5'],
  }),
];
