/**
 * The demo farm inside this process: simulated proxies and lists of them on loopback, collected like any other source.
 * `demo stop` takes the sources away again, and the proxies that no other source has named.
 */
import { startFarm, type Farm } from '../demo/farm.ts';
import { fail } from '../model/errors.ts';
import type { Pool } from '../pool/pool.ts';
import type { Scraping } from './scraping.ts';
import type { DemoStatus } from './types.ts';

export interface DemoParts {
  readonly pool: Pool;
  readonly scraping: Scraping;
  readonly note: (message: string) => void;
}

const NOT_RUNNING: DemoStatus = { running: false, proxies: 0, listUrl: null, behaviours: {} };

export class DemoHolder {
  readonly #parts: DemoParts;
  #farm: Farm | null = null;
  #starting = false;

  constructor(parts: DemoParts) {
    this.#parts = parts;
  }

  status(): DemoStatus {
    if (!this.#farm) return NOT_RUNNING;
    const { proxies, listUrl, behaviours } = this.#farm;
    return { running: true, proxies: proxies.length, listUrl, behaviours };
  }

  /** @throws already-running, engine-worker */
  async start(options: { readonly proxies?: number }): Promise<DemoStatus> {
    if (this.#farm || this.#starting)
      throw fail('already-running', 'the demo runs already', { hint: '`demo stop` ends it' });
    this.#starting = true;
    try {
      this.#farm = await startFarm({
        ...options,
        onDeath: (error) => {
          this.#farm = null;
          this.#parts.scraping.setDemo([]);
          this.#parts.note(`the demo farm died: ${error.message}`);
        },
      });
    } finally {
      this.#starting = false;
    }
    this.#parts.scraping.setDemo(this.#farm.lists);
    return this.status();
  }

  /** @throws not-running */
  async stop(): Promise<void> {
    const farm = this.#farm;
    if (!farm) throw fail('not-running', 'the demo is not running', { hint: '`demo start` starts it' });
    await this.close();
    const names = new Set(farm.lists.map(({ name }) => name));
    const { pool, scraping } = this.#parts;
    scraping.setDemo([]);
    const ids: number[] = [];
    for (const row of pool.rows({ where: ({ sources }) => sources.every((source) => names.has(source)) }))
      ids.push(row.id);
    await pool.remove(ids);
  }

  /** Ends the farm and leaves everything else as it is: the program ends, its state is kept. */
  async close(): Promise<void> {
    const farm = this.#farm;
    this.#farm = null;
    await farm?.stop();
  }
}
