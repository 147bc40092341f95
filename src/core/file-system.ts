/**
 * The calls by which RefBot's own files reach the disk: those of node:fs/promises, given to whoever writes so that tests
 * can let any of them fail. Nothing is wrapped: the real ones are the system's.
 */

export type FileSystem = Pick<
  typeof import('node:fs/promises'),
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

/** Loaded when it is asked for: most threads write no file. */
export const realFiles = (): FileSystem => process.getBuiltinModule('node:fs/promises');
