/**
 * What the shell runs before anything that is typed: the rc file, the lines of the demo, and the text or file it was
 * given to begin with. Lines as a person would type them. Used by whoever opens a shell.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quoteWord } from '../command/expr/quote.ts';

export interface StartLines {
  /** Path of config.json: the rc file lies beside it. */
  readonly config: string;
  /** `--no-rc` */
  readonly noRc: boolean;
  /** `shell -c TEXT` */
  readonly text?: string;
  /** `shell --run FILE args…` */
  readonly file?: string;
  readonly args: readonly string[];
  readonly demo: readonly string[];
}

export function startLines({ config, noRc, text, file, args, demo }: StartLines): string[] {
  const rc = join(dirname(config), 'rc');
  return [
    ...(!noRc && existsSync(rc) ? [sourceLine(rc, [])] : []),
    ...demo,
    ...(file === undefined ? [] : [sourceLine(file, args)]),
    ...(text === undefined ? [] : [text]),
  ];
}

/** In the session itself: what a file sets and defines is there afterwards. */
function sourceLine(file: string, args: readonly string[]): string {
  return ['source', quoteWord(file), ...(args.length === 0 ? [] : ['--', ...args.map(quoteWord)])].join(' ');
}
