/** Single web pages with a table or a listing of proxies. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({ name: 'proxydb', url: 'http://proxydb.net/', protocols: [] }),
  defineSource({
    name: 'freshfreeproxylist',
    url: 'https://freshfreeproxylist.wordpress.com/',
    protocols: ['http', 'https'],
  }),
  defineSource({ name: 'marcosbl', url: 'https://www.marcosbl.com/lab/proxies/', protocols: [] }),
];
