/** ErcinDedeoglu/proxies on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'ercin-dedeoglu-http',
    url: 'https://raw.githubusercontent.com/ErcinDedeoglu/proxies/main/proxies/http.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'ercin-dedeoglu-https',
    url: 'https://raw.githubusercontent.com/ErcinDedeoglu/proxies/main/proxies/https.txt',
    protocols: ['https'],
  }),
  defineSource({
    name: 'ercin-dedeoglu-socks4',
    url: 'https://raw.githubusercontent.com/ErcinDedeoglu/proxies/main/proxies/socks4.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'ercin-dedeoglu-socks5',
    url: 'https://raw.githubusercontent.com/ErcinDedeoglu/proxies/main/proxies/socks5.txt',
    protocols: ['socks5'],
  }),
];
