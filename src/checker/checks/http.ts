/** HTTP proxies that take absolute-form requests (`GET http://…`). Lists say http for those that only tunnel, too. */
import { defineCheck } from '../../define/check.ts';

export default defineCheck({ protocol: 'http', probeOrder: 4, companions: ['https'], site: 'http', handshake: null });
