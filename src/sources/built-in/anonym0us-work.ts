/** Anonym0usWork1221/Free-Proxies on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'anonym0us-work-http',
    url: 'https://github.com/Anonym0usWork1221/Free-Proxies/raw/refs/heads/main/proxy_files/http_proxies.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'anonym0us-work-socks4',
    url: 'https://github.com/Anonym0usWork1221/Free-Proxies/raw/refs/heads/main/proxy_files/socks4_proxies.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'anonym0us-work-socks5',
    url: 'https://github.com/Anonym0usWork1221/Free-Proxies/raw/refs/heads/main/proxy_files/socks5_proxies.txt',
    protocols: ['socks5'],
  }),
];
