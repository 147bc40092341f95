/** spys.me: `ip:port CC-A-S +` lines between a header and a footer. */
import { defineSource } from '../../define/source.ts';

export default [defineSource({ name: 'spys-me', url: 'https://spys.me/proxy.txt', protocols: ['http'] })];
