/** The farm's own thread, niced: hundreds of simulated proxies must not take time from the program that checks them. */
import { openLane } from '../lib/worker-lane.ts';
import type { FarmOptions, FarmReport } from './farm-types.ts';
import { raiseStage, type Stage } from './stage.ts';

let raised: Promise<Stage> | null = null;

const lane = openLane<object, FarmReport>({
  onMessage: () => {},
  onStop: async () => (await raised)?.stop(),
});

raised = raiseStage(lane.data as FarmOptions);
lane.post((await raised).report);
