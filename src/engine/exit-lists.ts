/**
 * Looks exits of working proxies up in the block lists that the operator configured (`dnsbl.zones`, none by default)
 * and tells the pool. Runs beside checks, which never wait for it but for a moment at their end.
 */
import type { Dnsbl } from '../checker/dnsbl.ts';
import type { Config } from '../core/config/config.ts';
import type { CheckReport } from '../model/report.ts';
import type { Pool } from '../pool/pool.ts';
import { networkPolicy } from './settings.ts';

export interface ExitListsParts {
  readonly config: Config;
  readonly pool: Pool;
  readonly note: (message: string) => void;
}

export class ExitLists {
  readonly #parts: ExitListsParts;
  readonly #pending = new Set<Promise<void>>();
  #dnsbl: Dnsbl | null = null;
  /** The settings it was made for. */
  #madeFor = '';

  constructor(parts: ExitListsParts) {
    this.#parts = parts;
  }

  /** Looks up what of these works and has an exit. */
  add(reports: readonly CheckReport[]): void {
    if (this.#parts.config.get('dnsbl.zones').length === 0) return;
    for (const { id, exit, results } of reports) {
      if (exit === null || !results.some(({ outcome }) => outcome === 'confirmed')) continue;
      const work = this.#look(id, exit).finally(() => this.#pending.delete(work));
      this.#pending.add(work);
    }
  }

  /** Resolves when nothing is looked up any more, or after so long. */
  async settled(withinMs: number): Promise<void> {
    if (this.#pending.size === 0) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, withinMs);
    await Promise.race([Promise.all(this.#pending), late]);
    clearTimeout(timer);
  }

  stop(): void {
    this.#dnsbl?.stop();
  }

  async #look(id: number, exit: string): Promise<void> {
    const dnsbl = await this.#load();
    const zones = await dnsbl.lookup(exit);
    if (zones !== null) this.#parts.pool.setListed(id, exit, zones);
  }

  /** Loaded with the first look-up, made anew when the settings change. */
  async #load(): Promise<Dnsbl> {
    const { Dnsbl } = await import('../checker/dnsbl.ts');
    const { config, note } = this.#parts;
    const options = {
      zones: config.get('dnsbl.zones'),
      servers: config.get('dnsbl.servers'),
      policy: networkPolicy(config),
    };
    const settings = JSON.stringify(options);
    if (this.#dnsbl === null || this.#madeFor !== settings) {
      this.#dnsbl?.stop();
      this.#dnsbl = new Dnsbl(options);
      this.#madeFor = settings;
      if (this.#dnsbl.problem !== null) note(`block lists: ${this.#dnsbl.problem}`);
    }
    return this.#dnsbl;
  }
}
