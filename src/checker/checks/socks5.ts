/** SOCKS5 with or without user and password; names are resolved by the proxy. */
import { defineCheck } from '../../define/check.ts';
import { socks5Handshake } from '../../net/socks5.ts';

export default defineCheck({
  protocol: 'socks5',
  probeOrder: 1,
  companions: [],
  site: 'http',
  handshake: socks5Handshake,
});
