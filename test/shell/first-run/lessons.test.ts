/** Hints for new people: which comes next, which key shows that it is known, and the file that remembers. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  KNOWN,
  type KeyPlace,
  type Lesson,
  LESSONS,
  lessonOf,
  nextHint,
} from '../../../src/shell/first-run/lessons.ts';
import { Practice } from '../../../src/shell/first-run/practice.ts';

const folder = mkdtempSync(join(tmpdir(), 'refbot-practice-'));
after(() => rmSync(folder, { recursive: true }));

test('a welcome at first, then one thing at a time until each was done twice, then nothing', () => {
  assert.equal(nextHint({}), 'welcome: F2 first steps · Tab completes · Esc panels · F1 keys · quit');
  assert.match(nextHint({ complete: 1 })!, /^F2 /);
  assert.match(nextHint({ presets: 2, complete: 1 })!, /^Tab completes/);
  const seen = new Set<string>();
  const practised: Partial<Record<Lesson, number>> = {};
  for (const lesson of LESSONS) {
    practised[lesson] = KNOWN;
    const hint = nextHint(practised);
    if (hint !== null) seen.add(hint);
  }
  assert.equal(seen.size, LESSONS.length - 1);
  assert.equal(nextHint(practised), null);
});

test('which key shows what is known', () => {
  const prompt: KeyPlace = { typing: true, isEmpty: false, hasGhost: false };
  const empty: KeyPlace = { ...prompt, isEmpty: true };
  const panels: KeyPlace = { typing: false, isEmpty: true, hasGhost: false };
  const rows: readonly (readonly [chord: string, place: KeyPlace, lesson: Lesson | null])[] = [
    ['tab', prompt, 'complete'],
    ['tab', panels, null],
    ['escape', prompt, 'panels'],
    ['escape', panels, null],
    ['right', prompt, null],
    ['right', { ...prompt, hasGhost: true }, 'accept'],
    ['/', panels, 'filter'],
    ['/', empty, 'filter'],
    ['/', prompt, null],
    ['f1', panels, 'help'],
    ['f2', prompt, 'presets'],
    ['C-p', prompt, 'palette'],
    ['constructor', prompt, null],
  ];
  for (const [chord, place, lesson] of rows) assert.equal(lessonOf(chord, place), lesson, chord);
});

test('the file remembers, is private, counts no further than known, and may be rubbish', () => {
  const file = join(folder, 'state', 'hints');
  const practice = new Practice(file);
  assert.deepEqual(practice.practised, {});
  for (let times = 0; times < 5; times++) practice.did('help');
  practice.did('views');
  assert.deepEqual(new Practice(file).practised, { help: KNOWN, views: 1 });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  for (const rubbish of ['', 'null', '[1]', '{"help":"x","views":-1,"other":3}', '{']) {
    writeFileSync(file, rubbish);
    assert.deepEqual(new Practice(file).practised, {}, rubbish);
  }
  // A folder in its place: nothing is kept, nothing fails.
  const blocked = new Practice(folder);
  blocked.did('help');
  assert.deepEqual(blocked.practised, { help: 1 });
});
