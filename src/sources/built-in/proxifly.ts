/** proxifly/free-proxy-list on GitHub: lists of proxy URLs. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'proxifly-http',
    url: 'https://raw.githubusercontent.com/proxifly/free-proxy-list/main/proxies/protocols/http/data.txt',
    protocols: ['http'],
  }),
  defineSource({
    name: 'proxifly-socks4',
    url: 'https://raw.githubusercontent.com/proxifly/free-proxy-list/main/proxies/protocols/socks4/data.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'proxifly-socks5',
    url: 'https://raw.githubusercontent.com/proxifly/free-proxy-list/main/proxies/protocols/socks5/data.txt',
    protocols: ['socks5'],
  }),
  defineSource({
    name: 'proxifly-https',
    url: 'https://raw.githubusercontent.com/proxifly/free-proxy-list/main/proxies/protocols/https/data.txt',
    protocols: ['http', 'https'],
  }),
];
