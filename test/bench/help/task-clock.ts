/**
 * How long the tasks of this thread are, whatever else the machine does: asked from task to task, it says what was computed
 * since it was asked last. Used by the probes of benches.
 */

export interface Task {
  /** By the clock, milliseconds. */
  readonly wall: number;
  /** Of it computed. */
  readonly cpu: number;
}

export class TaskClock {
  #wall = performance.now();
  #cpu = cpuMs();

  /** What happened since the last look. */
  look(): Task {
    const [wall, cpu] = [performance.now(), cpuMs()];
    const task = { wall: wall - this.#wall, cpu: cpu - this.#cpu };
    this.#wall = wall;
    this.#cpu = cpu;
    // The kernel adds to the time of a running thread by the tick, of 4 ms on many machines: no task computed for longer
    // than it took.
    return { wall: task.wall, cpu: Math.min(task.wall, task.cpu) };
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
