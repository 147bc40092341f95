/** CONNECT followed by TLS with the target: what proxy lists call https. */
import { defineCheck } from '../../define/check.ts';
import { connectHandshake } from '../../net/connect.ts';

export default defineCheck({
  protocol: 'https',
  probeOrder: 3,
  companions: ['http'],
  site: 'https',
  handshake: connectHandshake,
});
