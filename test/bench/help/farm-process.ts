/** The scale farm in a process of its own, so that a bench does not play the proxies it has checked. Prints its port, ends with its stdin. */
import { startScaleFarm } from '../../help/scale-farm.ts';

/** Proxies that answer at once, some of them wrongly: the check is limited by the machine, not by waiting. */
const farm = await startScaleFarm({
  weights: { elite: 40, transparent: 20, anonymous: 20, 'closes-early': 20 },
  latencyMs: [1, 20],
});
process.stdout.write(`${farm.port}\n`);
process.stdin.resume().once('end', () => void farm.stop());
