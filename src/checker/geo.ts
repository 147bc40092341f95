/**
 * Country of an address, looked up offline in the check worker. Without a database every answer is null and everything
 * else works. No address is ever sent to anybody for this.
 */
import { readFile } from 'node:fs/promises';
import { Reader, type CountryResponse } from 'maxmind';
import { geoFile } from './geo-database.ts';

export type CountryLookup = (address: string) => string | null;

const NOWHERE: CountryLookup = () => null;

/**
 * Loads the operator's database, or the bundled one where it is installed.
 * @param file path of an .mmdb file with countries; null = the bundled one
 * @returns the lookup, and why there is none (null when there is one)
 */
export async function openGeo(
  file: string | null,
): Promise<{ readonly lookup: CountryLookup; readonly problem: string | null }> {
  try {
    const reader = new Reader<CountryResponse & { readonly country_code?: unknown }>(await readFile(geoFile(file)));
    return { lookup: (address) => countryOf(reader.get(address)), problem: null };
  } catch (error) {
    return { lookup: NOWHERE, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Both layouts in use: MaxMind's `{country: {iso_code}}` and the flat `{country_code}` of ip-location-db. */
function countryOf(record: (CountryResponse & { readonly country_code?: unknown }) | null): string | null {
  const code = record?.country?.iso_code ?? record?.country_code;
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
}
