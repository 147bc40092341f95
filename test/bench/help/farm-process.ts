/** The scale farm in a process of its own, so that a bench does not play the proxies it has checked. Its options come as JSON. */
import { startScaleFarm } from '../../help/scale-farm.ts';
import type { ScaleOptions } from '../../help/scale-role.ts';
import { answerLines } from './answer-lines.ts';

const farm = await startScaleFarm(JSON.parse(process.argv[2]!) as ScaleOptions);
await answerLines(
  farm.port,
  () => null,
  () => farm.stop(),
);
