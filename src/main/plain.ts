/** `refbot shell --plain`, and `refbot shell` where the terminal cannot position text: the shell on ordinary lines. */
import { HistoryFile } from '../shell/edit/history-file.ts';
import { PlainShell } from '../shell/plain/plain-shell.ts';
import { isDumb } from '../shell/terminal/abilities.ts';
import { EXIT } from '../model/errors.ts';
import { createProcessIo } from './process-io.ts';
import { shellParts, type ShellStart } from './shell-parts.ts';

const STATUS = { SIGTERM: EXIT.terminated, SIGHUP: 129 } as const;

export async function runPlain({ engine, lines, runOptions }: ShellStart): Promise<number> {
  const { stdin, stdout, stderr, env } = process;
  const parts = shellParts(engine);
  const shell = new PlainShell({
    stdin,
    stdout,
    editing: !isDumb(env),
    history: new HistoryFile(parts.historyFile),
    runOptions,
    io: createProcessIo({ stdin, stdout, stderr, cwd: process.cwd(), env, color: false }),
  });
  const onInterrupt = (): void => shell.interrupt();
  const onSignal = (signal: NodeJS.Signals): void => shell.end(STATUS[signal as keyof typeof STATUS]);
  const onContinue = (): void => shell.goOn();
  process.on('SIGINT', onInterrupt);
  process.on('SIGCONT', onContinue);
  for (const signal of Object.keys(STATUS)) process.on(signal, onSignal);
  try {
    const opening = parts
      .openEngine()
      .then(async (opened) => shell.start(opened, await parts.createInterpreter(opened, shell.face), lines));
    const status = await Promise.race([shell.ended, opening.then(() => shell.ended)]);
    // Left while the engine was being opened: only what is there can be stopped.
    await opening;
    return status;
  } finally {
    shell.end(EXIT.failed);
    await parts.stop();
    process.off('SIGINT', onInterrupt);
    process.off('SIGCONT', onContinue);
    for (const signal of Object.keys(STATUS)) process.off(signal, onSignal);
  }
}
