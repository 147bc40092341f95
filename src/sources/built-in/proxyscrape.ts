/** proxyscrape.com: the free list of its public interface. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'proxyscrape-http',
    url: 'https://api.proxyscrape.com/v4/free-proxy-list/get?request=display_proxies&proxy_format=ipport&format=text&protocol=http',
    protocols: ['http'],
  }),
  defineSource({
    name: 'proxyscrape-https',
    url: 'https://api.proxyscrape.com/v4/free-proxy-list/get?request=display_proxies&proxy_format=ipport&format=text&protocol=https',
    protocols: ['https'],
  }),
  defineSource({
    name: 'proxyscrape-socks4',
    url: 'https://api.proxyscrape.com/v4/free-proxy-list/get?request=display_proxies&proxy_format=ipport&format=text&protocol=socks4',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'proxyscrape-socks5',
    url: 'https://api.proxyscrape.com/v4/free-proxy-list/get?request=display_proxies&proxy_format=ipport&format=text&protocol=socks5',
    protocols: ['socks5'],
  }),
];
