/** zloi-user/hideip.me on GitHub: `ip:port:Country` lines. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'hideip-me-https',
    url: 'https://raw.githubusercontent.com/zloi-user/hideip.me/main/https.txt',
    protocols: ['https'],
  }),
  defineSource({
    name: 'hideip-me-socks4',
    url: 'https://raw.githubusercontent.com/zloi-user/hideip.me/main/socks4.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'hideip-me-socks5',
    url: 'https://raw.githubusercontent.com/zloi-user/hideip.me/main/socks5.txt',
    protocols: ['socks5'],
  }),
  defineSource({
    name: 'hideip-me-http',
    url: 'https://raw.githubusercontent.com/zloi-user/hideip.me/main/http.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'hideip-me-connect',
    url: 'https://raw.githubusercontent.com/zloi-user/hideip.me/refs/heads/main/connect.txt',
    protocols: ['https'],
  }),
];
