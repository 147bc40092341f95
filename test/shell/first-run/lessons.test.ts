/** Hints for new people: which comes next, which key shows that it is known, and the file that remembers. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { KNOWN, type Lesson, LESSONS, lessonOf, nextHint } from '../../../src/shell/first-run/lessons.ts';
import { Keymap } from '../../../src/command/keys/keymap.ts';
import { Practice } from '../../../src/shell/first-run/practice.ts';

const usual = (_line: string, key: string): string => key;
const folder = mkdtempSync(join(tmpdir(), 'refbot-practice-'));
after(() => rmSync(folder, { recursive: true }));

test('a welcome at first, then one thing at a time until each was done twice, then nothing', () => {
  assert.equal(nextHint({}, usual), 'welcome: F2 first steps · Tab completes · Esc panels · F1 keys · quit');
  assert.match(nextHint({ complete: 1 }, usual)!, /^F2 /);
  assert.match(nextHint({ presets: 2, complete: 1 }, usual)!, /^Tab completes/);
  const seen = new Set<string>();
  const practised: Partial<Record<Lesson, number>> = {};
  for (const lesson of LESSONS) {
    practised[lesson] = KNOWN;
    const hint = nextHint(practised, usual);
    if (hint !== null) seen.add(hint);
  }
  assert.equal(seen.size, LESSONS.length - 1);
  assert.equal(nextHint(practised, usual), null);
});

test('keys are taught by the names that they have; what no key does is passed over', () => {
  const keyFor = (line: string, key: string): string | null =>
    line === 'screen presets' ? null : line === 'focus prompt' ? 'x' : `my ${key}`;
  assert.equal(nextHint({}, keyFor), 'welcome: my Tab completes · my Esc panels · my F1 keys · quit');
  assert.equal(nextHint({ complete: 2 }, keyFor), 'my Esc gives the keys to the panels, x brings them back');
  assert.equal(
    nextHint({ complete: 2 }, (line, key) => (line === 'screen presets' || line === 'focus prompt' ? null : key)),
    'Esc gives the keys to the panels',
  );
});

test('which line of a key shows what is known', () => {
  const keymap = new Keymap();
  const lineOf = (chord: string, ...contexts: string[]): string => keymap.lookup(contexts, chord)?.line ?? '';
  const [typed, empty, table] = [
    ['prompt', 'general'],
    ['empty', 'prompt', 'general'],
    ['table', 'panel', 'general'],
  ];
  const rows: readonly (readonly [chord: string, contexts: string[], lesson: Lesson | null])[] = [
    ['tab', typed!, 'complete'],
    ['tab', table!, null],
    ['escape', typed!, 'panels'],
    ['escape', table!, null],
    ['right', table!, null],
    ['right', typed!, 'accept'],
    ['/', table!, 'filter'],
    ['/', empty!, 'filter'],
    ['/', typed!, null],
    ['f1', table!, 'help'],
    ['f2', typed!, 'presets'],
    ['C-p', typed!, 'palette'],
  ];
  for (const [chord, contexts, lesson] of rows)
    assert.equal(
      lessonOf(lineOf(chord, ...contexts), () => true),
      lesson,
      chord,
    );
  assert.equal(
    lessonOf('screen edit right', () => false),
    null,
  );
  assert.equal(
    lessonOf('constructor', () => false),
    null,
  );
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
