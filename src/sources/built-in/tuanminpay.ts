/** TuanMinPay/live-proxy on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'tuanminpay-http',
    url: 'https://raw.githubusercontent.com/TuanMinPay/live-proxy/master/http.txt',
    protocols: ['http', 'https'],
  }),
  defineSource({
    name: 'tuanminpay-socks4',
    url: 'https://raw.githubusercontent.com/TuanMinPay/live-proxy/master/socks4.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'tuanminpay-socks5',
    url: 'https://raw.githubusercontent.com/TuanMinPay/live-proxy/master/socks5.txt',
    protocols: ['socks5'],
  }),
];
