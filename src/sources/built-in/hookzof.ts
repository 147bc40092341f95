/** hookzof/socks5_list on GitHub: SOCKS5 servers. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'hookzof',
    url: 'https://raw.githubusercontent.com/hookzof/socks5_list/master/proxy.txt',
    protocols: ['socks4', 'socks5'],
  }),
];
