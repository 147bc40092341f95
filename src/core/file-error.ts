/** What the system says about a file that a person named, in plain words. Used wherever commands read or write such a file. */
import { fail, type RefbotError } from '../model/errors.ts';
import { isCode } from './atomic-file.ts';

const PLAINLY: readonly (readonly [code: string, text: string])[] = [
  ['EISDIR', 'that is a folder, not a file'],
  ['ENOENT', 'its folder does not exist'],
  ['ENOTDIR', 'what should be its folder is a file'],
  ['EACCES', 'no permission'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space is left'],
];

/** What went wrong with a file that is read. @param name of the file, as the person wrote it */
export function readError(error: unknown, name: string): RefbotError {
  return isCode(error, 'ENOENT')
    ? fail('no-such-file', `${name} does not exist`, { cause: error })
    : fileError(error, name);
}

/** The same of one that is written. */
export function fileError(error: unknown, name: string): RefbotError {
  const known = PLAINLY.find(([code]) => isCode(error, code));
  const reason = known?.[1] ?? (error instanceof Error ? error.message : String(error));
  return fail('file-io', `${name}: ${reason}`, { cause: error });
}
