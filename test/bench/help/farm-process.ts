/** The scale farm in a process of its own, so that a bench does not play the proxies it has checked. Prints its port, ends with its stdin. */
import { startScaleFarm } from '../../help/scale-farm.ts';

/** Most are bad, as in published lists, and all answer at once: the check is limited by the machine, not by waiting. */
const farm = await startScaleFarm({
  weights: { elite: 10, transparent: 5, anonymous: 5, 'closes-early': 80 },
  latencyMs: [1, 20],
});
process.stdout.write(`${farm.port}\n`);
process.stdin.resume().once('end', () => void farm.stop());
