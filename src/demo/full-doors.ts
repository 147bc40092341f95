/**
 * Listeners that never take a connection: they stand in a thread that sleeps for good, and their queues are filled from
 * here, so that whoever connects waits until it gives up. The farm's stage opens them.
 */
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { siblingModule } from '../lib/sibling.ts';

export interface Door {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
}

export interface FullDoors {
  /** In the order they were asked for. */
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

/** The kernel takes one or two beyond the shortest queue, by system; the rest of these wait like everybody else. */
const FILLERS = 5;
/** Only tests listen on all addresses. */
const ANY = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

/** @throws the error of listen */
export async function openFullDoors(doors: readonly Door[]): Promise<FullDoors> {
  const thread = new Worker(siblingModule(import.meta.url, './full-doors-worker'), {
    name: 'full-doors',
    workerData: doors,
  });
  const ports = await new Promise<readonly number[]>((resolve, reject) => {
    thread.once('message', resolve).once('error', reject);
  });
  // From here on it only sleeps.
  thread.on('error', () => {}).unref();
  const fillers: Socket[] = [];
  for (const [index, { host }] of doors.entries()) {
    // On loopback the kernel queues within `connect` itself: nobody who comes later finds a place.
    for (let one = 0; one < FILLERS; one += 1)
      fillers.push(
        connect({ host: host === ANY ? LOOPBACK : host, port: ports[index]!, autoSelectFamily: false }).on(
          'error',
          () => {},
        ),
      );
  }
  await new Promise<void>((resolve) => void setImmediate(resolve));
  return {
    ports,
    stop: async () => {
      for (const socket of fillers) socket.destroy();
      await thread.terminate();
    },
  };
}
