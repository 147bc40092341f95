/** The rest of the line as a command line of its own, pipes included (`watch 2s proxies top 5 | where …`); the value is its text. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const commandLine: ArgType<string> = {
  name: 'command…',
  syntax: 'line',
  parse(text) {
    if (text.trim() === '') throw badValue(text, 'a command', 'proxies top 10');
    return text;
  },
};
