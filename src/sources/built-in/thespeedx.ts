/** TheSpeedX/PROXY-List on GitHub. */
import { defineSource } from '../../define/source.ts';

export default [
  defineSource({
    name: 'thespeedx-http',
    url: 'https://raw.githubusercontent.com/TheSpeedX/PROXY-List/master/http.txt',
    protocols: ['http', 'https'],
  }),
  defineSource({
    name: 'thespeedx-socks4',
    url: 'https://raw.githubusercontent.com/TheSpeedX/PROXY-List/master/socks4.txt',
    protocols: ['socks4'],
  }),
  defineSource({
    name: 'thespeedx-socks5',
    url: 'https://raw.githubusercontent.com/TheSpeedX/PROXY-List/master/socks5.txt',
    protocols: ['socks5'],
  }),
];
