/** free-proxy-list.net and its sister pages: HTML tables. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({ name: 'free-proxy-list', url: 'https://free-proxy-list.net/', protocols: ['http', 'https'] }),
  defineSource({ name: 'us-proxy', url: 'https://us-proxy.org/', protocols: ['http', 'https'] }),
  defineSource({ name: 'socks-proxy', url: 'https://socks-proxy.net/', protocols: ['socks4', 'socks5'] }),
  defineSource({ name: 'sslproxies', url: 'https://www.sslproxies.org/', protocols: ['http', 'https'] }),
];
