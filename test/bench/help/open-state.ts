/** Opens the state in a folder as a start of the program does, says what that took, and removes the folder at the end. */
import { answerLines } from './answer-lines.ts';
import { openBenchEngine } from './bench-engine.ts';
import { Sampler } from './session-samples.ts';

export interface OpenedState {
  readonly seconds: number;
  /** Bytes. */
  readonly rss: number;
  /** The longest that the main thread was late, and the longest that it computed without a pause. */
  readonly delayMs: number;
  readonly taskMs: number;
  readonly proxies: number;
}

const sampler = new Sampler(() => 0);
const startedAt = performance.now();
const { engine, stop } = await openBenchEngine({}, process.argv[2]!);
const seconds = (performance.now() - startedAt) / 1_000;
await new Promise((resolve) => setTimeout(resolve, 1_100));
sampler.stop();

const opened: OpenedState = {
  seconds,
  rss: process.memoryUsage().rss,
  delayMs: Math.max(...sampler.samples.map(({ max }) => max)),
  taskMs: Math.max(...sampler.samples.map(({ task }) => task)),
  proxies: engine.view.stats().total,
};
await answerLines(opened, () => null, stop);
