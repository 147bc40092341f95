/** What collecting is made of, as one: the engine loads it with the first question about sources. */
export { SourceBook } from './book.ts';
export { builtInSources } from './built-in.ts';
export { Harvest } from './harvest.ts';
export { Scraper } from './scraper.ts';
