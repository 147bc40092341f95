/**
 * The demo farm inside this process: simulated proxies and lists of them on loopback, collected like any other source.
 * `demo stop` takes the sources away again, and the proxies that no other source has named.
 */
import type { Farm } from '../demo/farm.ts';
import { fail } from '../model/errors.ts';
import { formatAddress } from '../model/proxy.ts';
import type { Pool } from '../pool/pool.ts';
import type { Scraping } from './scraping.ts';
import type { DemoStatus, RowPredicate } from './types.ts';

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
      const { startFarm } = await import('../demo/farm.ts');
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
    // An earlier demo may have stood on other addresses and ports, where nobody answers any more.
    const present = new Set(this.#farm.proxies.map(formatAddress));
    await this.#forget(this.#farm, (address) => !present.has(address));
    return this.status();
  }

  /** @throws not-running */
  async stop(): Promise<void> {
    const farm = this.#farm;
    if (!farm) throw fail('not-running', 'the demo is not running', { hint: '`demo start` starts it' });
    await this.close();
    this.#parts.scraping.setDemo([]);
    await this.#forget(farm, () => true);
  }

  /** Removes proxies that the demo's lists alone have named. */
  async #forget({ lists }: Farm, isMeant: (address: string) => boolean): Promise<void> {
    const { pool } = this.#parts;
    const names = new Set(lists.map(({ name }) => name));
    const ids: number[] = [];
    const where: RowPredicate = ({ sources, address }) =>
      sources.length > 0 && sources.every((source) => names.has(source)) && isMeant(address);
    for (const row of pool.rows({ where })) ids.push(row.id);
    await pool.remove(ids);
  }

  /** Ends the farm and leaves everything else as it is: the program ends, its state is kept. */
  async close(): Promise<void> {
    const farm = this.#farm;
    this.#farm = null;
    await farm?.stop();
  }
}
