/** The country database: what it says of itself, held against the library, and that countries are those of exits alone. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Reader } from 'maxmind';
import { geoAge, geoDatabase, geoFile } from '../../src/checker/geo-database.ts';
import { loadGeo, openGeo } from '../../src/checker/geo.ts';

test('the bundled one says its age and its maker, as the library reads them', async () => {
  const { metadata } = new Reader(await readFile(geoFile(null)));
  const { builtAt, attribution } = await geoDatabase(null);
  assert.equal(builtAt, metadata.buildEpoch.getTime());
  assert.match(attribution, /DB-IP.+CC BY 4\.0/);
  const { lookup, problem } = await openGeo(null);
  assert.equal(problem, null);
  assert.equal(lookup('8.8.8.8'), 'US');
  assert.equal(lookup('127.0.0.1'), null);
});

test('it is read with the first look-up; one that has gone by then has no countries, and no check fails of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-geo-'));
  try {
    const file = join(folder, 'own.mmdb');
    await writeFile(file, await readFile(geoFile(null)));
    const before = process.memoryUsage().arrayBuffers;
    const [early, late] = [await openGeo(file), await openGeo(file)];
    assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000, 'nothing of it is held');
    assert.equal(early.lookup('8.8.8.8'), 'US');
    await rm(file);
    assert.equal(early.lookup('1.1.1.1'), 'AU', 'it is read once');
    assert.equal(late.problem, null);
    assert.equal(late.lookup('8.8.8.8'), null);
    assert.throws(() => loadGeo(file), /no such file/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('one of the operator is named by its file and kind; what is none is said to be none, whatever it holds', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'refbot-geo-'));
  try {
    const file = join(folder, 'own.mmdb');
    await writeFile(file, (await readFile(geoFile(null))).subarray(-200_000));
    const own = await geoDatabase(file);
    assert.ok(own.attribution.startsWith(`${file} (`));
    assert.equal(own.builtAt, (await geoDatabase(null)).builtAt);
    let nth = 0;
    const mark = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), fc.boolean(), fc.boolean(), async (bytes, marked, keyed) => {
        const other = join(folder, `${(nth += 1)}.mmdb`);
        const key = Buffer.concat([Buffer.from([0x4b]), Buffer.from('build_epoch')]);
        const parts = [...(marked ? [mark] : []), ...(keyed ? [key] : []), Buffer.from(bytes)];
        await writeFile(other, Buffer.concat(parts));
        await geoDatabase(other).then(
          ({ builtAt }) => assert.ok(marked && keyed && Number.isFinite(builtAt)),
          () => {},
        );
      }),
      { numRuns: 60 },
    );
    await assert.rejects(geoDatabase(join(folder, 'missing.mmdb')));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('age in days; more than sixty are old', () => {
  const builtAt = Date.UTC(2026, 5, 1);
  const of = (days: number) => geoAge({ builtAt, attribution: '', file: '' }, builtAt + days * 86_400_000);
  assert.deepEqual(of(60), { text: '2026-06-01, 60 days old', isOld: false });
  assert.deepEqual(of(61.5), { text: '2026-06-01, 61 days old', isOld: true });
  assert.equal(of(-3).text, '2026-06-01, 0 days old', 'a clock set back');
});
