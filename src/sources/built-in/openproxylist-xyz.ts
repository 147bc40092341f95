/** openproxylist.xyz: plain lists. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({ name: 'openproxylist-xyz-http', url: 'https://api.openproxylist.xyz/http.txt', protocols: ['http'] }),
  defineSource({
    name: 'openproxylist-xyz-https',
    url: 'https://api.openproxylist.xyz/https.txt',
    protocols: ['https'],
  }),
  defineSource({
    name: 'openproxylist-xyz-socks4',
    url: 'https://api.openproxylist.xyz/socks4.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'openproxylist-xyz-socks5',
    url: 'https://api.openproxylist.xyz/socks5.txt',
    protocols: ['socks5'],
  }),
];
