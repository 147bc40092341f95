/** What looks at a line while it is typed, as one: the interpreter loads it with the first of them. */
export { highlight } from '../highlight/highlight.ts';
export { complete } from './complete.ts';
export { guide } from './guide.ts';
export { isOpen } from './read-line.ts';
