/** sunny9577/proxy-scraper on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'sunny9577-http',
    url: 'https://raw.githubusercontent.com/sunny9577/proxy-scraper/master/generated/http_proxies.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'sunny9577-socks4',
    url: 'https://raw.githubusercontent.com/sunny9577/proxy-scraper/refs/heads/master/generated/socks4_proxies.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'sunny9577-socks5',
    url: 'https://raw.githubusercontent.com/sunny9577/proxy-scraper/refs/heads/master/generated/socks5_proxies.txt',
    protocols: ['socks5'],
  }),
];
