/** An http or https URL, normalised. A user and password in it would be shown wherever the URL is, and are not sent. */
import { badValue } from './bad-value.ts';
import type { ArgType } from '../types.ts';

export const url: ArgType<string> = {
  name: 'url',
  parse(text) {
    const found = /^https?:\/\/\S+$/i.test(text) ? URL.parse(text) : null;
    if (found?.username === '' && found.password === '') return found.href;
    const wanted = found === null ? 'an http or https URL' : 'a URL without user and password';
    throw badValue(text, wanted, 'http://127.0.0.1:8000/list.txt, https://example.org/');
  },
};
