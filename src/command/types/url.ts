/** An http or https URL, normalised. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const url: ArgType<string> = {
  name: 'url',
  parse(text) {
    if (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text)) return new URL(text).href;
    throw badValue(text, 'an http or https URL', 'http://127.0.0.1:8000/list.txt, https://example.org/');
  },
};
