/** `check` is `proxies check`: the same definition under the word that everybody types. */
export { default } from './proxies/check.ts';
