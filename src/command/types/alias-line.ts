/** What an alias stands for, behind `=`: a command line, or the beginning of one; words that follow the alias are added to it. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const aliasLine: ArgType<string> = {
  name: '= line',
  syntax: 'alias',
  parse(text) {
    const line = text.trim();
    if (line === '' || line.includes('\n')) throw badValue(text, 'a command line', 'proxies top 10 --country DE');
    return line;
  },
};
