/** roosterkid/openproxylist on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'roosterkid-https',
    url: 'https://raw.githubusercontent.com/roosterkid/openproxylist/main/HTTPS_RAW.txt',
    protocols: ['http', 'https'],
  }),
  defineSource({
    name: 'roosterkid-socks4',
    url: 'https://raw.githubusercontent.com/roosterkid/openproxylist/main/SOCKS4_RAW.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'roosterkid-socks5',
    url: 'https://raw.githubusercontent.com/roosterkid/openproxylist/main/SOCKS5_RAW.txt',
    protocols: ['socks5'],
  }),
];
