/** What a target learns about who uses the proxy. */
import { ANONYMITIES } from '../../model/proxy.ts';
import { choice } from './choice.ts';
import type { Anonymity } from '../../model/proxy.ts';
import type { ArgType } from '../types.ts';

export const anonymity: ArgType<Anonymity> = { ...choice(...ANONYMITIES), name: 'anonymity' };
