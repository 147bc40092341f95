/**
 * The calls by which RefBot's own files reach the disk: those of node:fs/promises, given to whoever writes so that tests
 * can let any of them fail. Nothing is wrapped: the real ones are the system's.
 */
import * as promises from 'node:fs/promises';

export type FileSystem = Pick<
  typeof promises,
  | 'copyFile'
  | 'link'
  | 'mkdir'
  | 'open'
  | 'readdir'
  | 'readFile'
  | 'realpath'
  | 'rename'
  | 'stat'
  | 'truncate'
  | 'unlink'
  | 'writeFile'
>;

export const realFiles: FileSystem = promises;
