/**
 * The texts of details as numbers that fit among their other numbers: nearly all are IPv4 addresses, which are numbers
 * themselves; others are kept here while somebody uses them.
 */
import { formatIpv4, parseIpv4 } from '../lib/address.ts';
import { Interner } from './interner.ts';

/** Added to an address: numbers of kept texts are below. */
const IPV4 = 2 ** 32;

export class DetailTexts {
  readonly #kept = new Interner();

  /** How many are kept because they are no numbers themselves. */
  get size(): number {
    return this.#kept.size;
  }

  /** Counts one more user. @returns 0 for null */
  use(text: string | null): number {
    if (text === null) return 0;
    const address = parseIpv4(text);
    // As long as it is usually written: then no part of it has zeros in front.
    return address !== null && lengthOfIpv4(address) === text.length ? IPV4 + address : this.#kept.use(text);
  }

  /** Counts one user less. */
  release(number: number): void {
    if (number !== 0 && number < IPV4) this.#kept.release(number);
  }

  text(number: number): string | null {
    if (number === 0) return null;
    return number < IPV4 ? this.#kept.text(number) : formatIpv4(number - IPV4);
  }
}

/** The address that such a number stands for; -1 where it stands for anything else. */
export function ipv4In(number: number): number {
  return number < IPV4 ? -1 : number - IPV4;
}

/** Letters of `formatIpv4`. */
function lengthOfIpv4(address: number): number {
  return (
    3 + digits(address >>> 24) + digits((address >>> 16) & 255) + digits((address >>> 8) & 255) + digits(address & 255)
  );
}

function digits(byte: number): number {
  return byte < 10 ? 1 : byte < 100 ? 2 : 3;
}
