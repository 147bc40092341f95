/** The looks that hold now: by default until the configuration is read, then as it wishes, and anew whenever it changes. */
import { loadConfig } from '../../core/config/config.ts';
import type { Engine } from '../../engine/types.ts';
import { LOOK_KEYS, type Looks, resolveLooks } from './looks.ts';
import type { Abilities } from '../terminal/abilities.ts';

export class LiveLooks {
  readonly #abilities: Abilities;
  readonly #onChange: (looks: Looks) => void;
  #looks: Looks;
  #end: (() => void) | undefined;

  constructor(abilities: Abilities, onChange: (looks: Looks) => void) {
    this.#abilities = abilities;
    this.#onChange = onChange;
    this.#looks = resolveLooks(loadConfig({}), abilities);
  }

  get looks(): Looks {
    return this.#looks;
  }

  start({ config, bus }: Engine): void {
    this.#resolve(config);
    this.#end = bus.on('config.changed', ({ keys }) => {
      if (LOOK_KEYS.some((key) => keys.includes(key))) this.#resolve(config);
    });
  }

  stop(): void {
    this.#end?.();
  }

  #resolve(config: Engine['config']): void {
    this.#looks = resolveLooks(config, this.#abilities);
    this.#onChange(this.#looks);
  }
}
