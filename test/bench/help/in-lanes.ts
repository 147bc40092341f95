/** Two requests a check, so many checks at once: the loop of those clients of the bench that have none of their own. */
import { type CheckClient, IN_FLIGHT } from './check-kinds.ts';

let nonces = 0;

/** @param once makes one request on a connection of its own @throws when the nonce does not come back */
export function inLanes(once: (path: string, nonce: string) => Promise<void>): CheckClient {
  const request = (path: string): Promise<void> => once(path, (++nonces).toString(16).padStart(24, '0'));
  return {
    async check(times) {
      let begun = 0;
      const lane = async (): Promise<void> => {
        while (begun < times) {
          begun++;
          await request('/echo/');
          await request('/page/');
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    },
    stop: () => Promise.resolve(),
  };
}
