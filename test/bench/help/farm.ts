/** The scale farm as a process beside the bench, with the loop probe inside where somebody asks for it. */
import type { ScaleOptions } from '../../help/scale-role.ts';
import { Peer } from './peer.ts';
import { PROBE_OPTION } from './probed.ts';

export interface Farm {
  readonly port: number;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/** Most are bad, as in published lists, and all answer at once: the check is limited by the machine, not by waiting. */
export const MOSTLY_BAD: ScaleOptions = {
  weights: { elite: 10, transparent: 5, anonymous: 5, 'closes-early': 80 },
  latencyMs: [1, 20],
};

/** @param probeFile its main thread has nothing to do: how late that one is says what the machine itself takes */
export async function startFarm(options: ScaleOptions, probeFile?: string): Promise<Farm> {
  const { peer, first: port } = await Peer.start<number>('farm-process.ts', {
    args: [JSON.stringify(options)],
    ...(probeFile === undefined ? {} : { nodeArgs: [PROBE_OPTION], env: { REFBOT_LOOP_PROBE: probeFile } }),
  });
  return { port, signal: (name) => peer.signal(name), stop: () => peer.stop() };
}
