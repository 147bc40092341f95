/**
 * Country of an address, looked up offline in the check worker. Without a database every answer is null and everything
 * else works. No address is ever sent to anybody for this.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CountryResponse } from 'maxmind';
import { geoDatabase } from './geo-database.ts';

export type CountryLookup = (address: string) => string | null;

/** Both layouts in use: MaxMind's `{country: {iso_code}}` and the flat `{country_code}` of ip-location-db. */
type Country = CountryResponse & { readonly country_code?: unknown };

const NOWHERE: CountryLookup = () => null;

/**
 * Finds the operator's database, or the bundled one where it is installed. Its 8 MB are read with the first address
 * that is looked up: most proxies of a list never show an exit, and in a list of dead ones none does.
 * @param file path of an .mmdb file with countries; null = the bundled one
 * @returns the lookup, and why there is none (null when there is one)
 */
export async function openGeo(
  file: string | null,
): Promise<{ readonly lookup: CountryLookup; readonly problem: string | null }> {
  try {
    const { file: path } = await geoDatabase(file);
    let lookup: CountryLookup | null = null;
    return { lookup: (address) => (lookup ??= loadedOrNowhere(path))(address), problem: null };
  } catch (error) {
    return { lookup: NOWHERE, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads a database, at once and whole. @throws what reading throws; Error when it is no such database */
export function loadGeo(path: string): CountryLookup {
  const { Reader } = createRequire(import.meta.url)('maxmind') as typeof import('maxmind');
  const reader = new Reader<Country>(readFileSync(path));
  return (address) => countryOf(reader.get(address));
}

/** It said what it is when it was found: whatever is wrong with the rest of it, `doctor` tells. */
function loadedOrNowhere(path: string): CountryLookup {
  try {
    return loadGeo(path);
  } catch {
    return NOWHERE;
  }
}

function countryOf(record: Country | null): string | null {
  const code = record?.country?.iso_code ?? record?.country_code;
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
}
