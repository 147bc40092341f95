/** mauricegift/free-proxies on GitHub: JSON records. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'mauricegift-http',
    url: 'https://raw.githubusercontent.com/mauricegift/free-proxies/refs/heads/master/files/http.json',
    protocols: ['http'],
  }),
  defineSource({
    name: 'mauricegift-socks4',
    url: 'https://raw.githubusercontent.com/mauricegift/free-proxies/refs/heads/master/files/socks4.json',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'mauricegift-socks5',
    url: 'https://raw.githubusercontent.com/mauricegift/free-proxies/refs/heads/master/files/socks5.json',
    protocols: ['socks5'],
  }),
];
