/** Two requests a check, so many checks at once: the loop of those clients of the bench that have none of their own. */
import { type CheckClient, IN_FLIGHT } from './check-kinds.ts';
import { loopbackAddress } from './loopback-list.ts';

let nonces = 0;
/** Checks so far: each is of another proxy, as in a list. */
let proxies = 0;

export interface Request {
  /** Address of the proxy. */
  readonly proxy: string;
  readonly path: string;
  readonly nonce: string;
}

/** @param once makes one request on a connection of its own @throws when the nonce does not come back */
export function inLanes(once: (request: Request) => Promise<void>): CheckClient {
  const ask = (proxy: string, path: string): Promise<void> =>
    once({ proxy, path, nonce: (++nonces).toString(16).padStart(24, '0') });
  return {
    async check(times) {
      let begun = 0;
      const lane = async (): Promise<void> => {
        while (begun < times) {
          begun++;
          const proxy = loopbackAddress(proxies++);
          await ask(proxy, '/echo/');
          await ask(proxy, '/page/');
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    },
    stop: () => Promise.resolve(),
  };
}
