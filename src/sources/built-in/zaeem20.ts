/** Zaeem20/FREE_PROXIES_LIST on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'zaeem20',
    url: 'https://raw.githubusercontent.com/Zaeem20/FREE_PROXIES_LIST/master/socks5.txt',
    protocols: ['socks5'],
  }),
];
