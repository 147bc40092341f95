/** The helper process's own end of peer.ts: says that it is ready, answers line by line, ends with its input. */
import { createInterface } from 'node:readline';

/** @param onEnd lets go of what keeps files or processes; the process ends after it */
export async function answerLines<Question>(
  ready: unknown,
  answer: (question: Question) => unknown = () => null,
  onEnd: () => unknown = () => {},
): Promise<void> {
  const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  say(ready);
  for await (const line of createInterface({ input: process.stdin })) say(await answer(JSON.parse(line) as Question));
  await onEnd();
  process.exit(0);
}
