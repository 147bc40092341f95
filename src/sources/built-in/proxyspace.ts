/** proxyspace.pro: plain lists. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({ name: 'proxyspace-http', url: 'https://proxyspace.pro/http.txt', protocols: ['http'] }),
  defineSource({ name: 'proxyspace-https', url: 'https://proxyspace.pro/https.txt', protocols: ['https'] }),
  defineSource({ name: 'proxyspace-socks4', url: 'https://proxyspace.pro/socks4.txt', protocols: ['socks4'] }),
  defineSource({ name: 'proxyspace-socks5', url: 'https://proxyspace.pro/socks5.txt', protocols: ['socks5'] }),
];
