/** SOCKS4, and 4a where the judge has a name. */
import { defineCheck } from '../../define/check.ts';
import { socks4Handshake } from '../../net/socks4.ts';

export default defineCheck({
  protocol: 'socks4',
  probeOrder: 2,
  companions: [],
  site: 'http',
  handshake: socks4Handshake,
});
