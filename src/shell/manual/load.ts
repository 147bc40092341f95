/** What the help view loads with its first look: the manual, its search, and how its pages look. */
export { Manual, typedBy } from './manual.ts';
export { ManualSearch } from './manual-search.ts';
export { PageText } from './page-text.ts';
