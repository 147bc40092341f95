/**
 * Edits a text in the person's own editor: a file only they can read in a folder of its own, `$VISUAL`, `$EDITOR` or vi on
 * it, and what they saved. The file is gone afterwards, whatever happened. The terminal is the caller's to release.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../../model/errors.ts';

export interface EditorOptions {
  readonly text: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gives the terminal to the editor. */
  readonly release: () => void;
  readonly takeBack: () => void;
}

/** @returns the text as it was saved, without line breaks at its end; null when the editor failed: nothing is to change. @throws file-io */
export async function editExternally({ text, env, release, takeBack }: EditorOptions): Promise<string | null> {
  const command = env['VISUAL'] || env['EDITOR'] || 'vi';
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), 'refbot-edit-'));
    const file = join(folder, 'line.refbot');
    await writeFile(file, text === '' ? '' : `${text}\n`, { mode: 0o600, flag: 'wx' });
    release();
    const status = await run(command, file, env).finally(takeBack);
    return status === 0 ? (await readFile(file, 'utf8')).replace(/\s*\n$/, '') : null;
  } catch (error) {
    throw fail('file-io', `the line cannot be edited with ${command}: ${(error as Error).message}`, {
      hint: 'EDITOR names the program that is used',
      cause: error,
    });
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

/** The variable may hold arguments (`code --wait`), as every program takes it: the shell cuts it up. */
function run(command: string, file: string, env: EditorOptions['env']): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], { stdio: 'inherit', env: { ...env } });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
