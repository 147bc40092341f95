/** A protocol that proxies speak. */
import { PROTOCOLS } from '../../model/proxy.ts';
import { choice } from './choice.ts';
import type { Protocol } from '../../model/proxy.ts';
import type { ArgType } from '../types.ts';

export const protocol: ArgType<Protocol> = { ...choice(...PROTOCOLS), name: 'protocol' };
