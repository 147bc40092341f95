/** The manual: contents from the registry, pages, what Enter types, a search over everything, narrow terminals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PanelAction } from '../../../src/command/screen.ts';
import { loadRegistry } from '../../../src/command/registry.ts';
import { Manual, typedBy, wordsOf } from '../../../src/shell/manual/manual.ts';
import { Keymap } from '../../../src/command/keys/keymap.ts';
import { bindLine } from '../../../src/command/keys/bind-line.ts';
import { ERRORS } from '../../../src/model/errors.ts';
import { FAILURE_REASONS } from '../../../src/model/report.ts';
import { theatre, type Theatre } from '../../help/theatre.ts';

const registry = loadRegistry();

interface Guide extends Theatre {
  act(action: PanelAction): boolean;
  text(): string;
}

async function guide(columns = 120, rows = 36): Promise<Guide> {
  const stage = await theatre(columns, rows, { registry });
  stage.show('help');
  stage.frame({ typing: false });
  return {
    ...stage,
    act: (action) => stage.panel('guide').act!(action, stage.scene(true), stage.port),
    text: () => stage.frame({ typing: false }),
  };
}

const down: PanelAction = { kind: 'move', by: 1, unit: 'row' };

test('every command, error and reason has its place', () => {
  const manual = new Manual(registry, new Keymap());
  const pages = manual.chapters.map((_, index) => manual.page(index).map(wordsOf).join('\n'));
  const all = pages.join('\n');
  for (const { name, definition } of registry.all()) {
    const at = manual.chapters.findIndex(({ types, isInner }) => isInner && types === `${name} `);
    assert.ok(at >= 0, name);
    assert.ok(pages[at]!.includes(definition.summary), name);
    for (const example of definition.examples) assert.ok(pages[at]!.includes(example), example);
  }
  for (const { code } of Object.values(ERRORS)) assert.ok(all.includes(code), code);
  for (const reason of Object.keys(FAILURE_REASONS)) assert.ok(all.includes(reason), reason);
});

test('what the manual offers to type means something', () => {
  const manual = new Manual(registry, new Keymap());
  for (const [index, { title, isInner }] of manual.chapters.entries()) {
    if (isInner || title === 'keys') continue;
    for (const entry of manual.page(index)) {
      const typed = typedBy(entry);
      // What ends in a blank wants more.
      if (typed === null || typed.endsWith(' ')) continue;
      const bound = bindLine(registry, typed);
      assert.notEqual(bound.kind, 'wrong', `${title}: ${typed}: ${bound.kind === 'wrong' ? bound.error.message : ''}`);
    }
  }
});

test('the contents lead to pages; Enter takes the command into the prompt', async () => {
  const { act, text, asked } = await guide();
  assert.match(text(), /▶ first steps +│ first steps/);
  act({ kind: 'move', by: 1, unit: 'row' });
  assert.match(text(), /│ the screen +│\n│ ▶ the screen/);
  act({ kind: 'jump', which: 'next' });
  assert.match(text(), /▶ keys /);
  act({ kind: 'move', to: 'last' });
  act({ kind: 'open' });
  assert.match(asked.at(-1)!, /^type targets show $/);
});

test('a page is gone into with →: its lines are stood on, and typed', async () => {
  const { act, text, asked } = await guide();
  act({ kind: 'pan', which: 'right' });
  for (let step = 0; step < 3; step++) act(down);
  text();
  act({ kind: 'open' });
  assert.equal(asked.at(-1), 'type scrape');
  act({ kind: 'copy', what: 'row' });
  assert.match(asked.at(-2)!, /^copy +scrape +fetches all sources$/);
  act({ kind: 'pan', which: 'left' });
  act(down);
  assert.match(text(), /▶ the screen/);
  // A page about no command is gone into by Enter as well.
  act({ kind: 'open' });
  act({ kind: 'open' });
  assert.equal(asked.at(-1), 'tell there is nothing to type here');
});

test('the search goes over everything, from here on and round the end', async () => {
  const { act, text, asked, port } = await guide();
  /** A search goes through the pages in slices. */
  const search = async (words: string): Promise<void> => {
    const done = Promise.withResolvers<void>();
    port.touch = done.resolve;
    port.tell = (told) => void (asked.push(`tell ${told}`), done.resolve());
    act({ kind: 'search', text: words });
    if (!/ 1\/\d/.test(text())) await done.promise;
  };
  await search('tampered');
  assert.match(text(), /\/tampered 1\/\d+ /);
  const [, count] = /\/tampered 1\/(\d+)/.exec(text())!;
  for (let hit = 1; hit < Number(count); hit++) act({ kind: 'find', which: 'next' });
  assert.match(text(), new RegExp(`/tampered ${count}/${count} `));
  act({ kind: 'find', which: 'next' });
  assert.equal(asked.at(-1), 'tell the search goes on at the beginning');
  assert.match(text(), /\/tampered 1\//);
  await search('zzzz');
  assert.equal(asked.at(-1), 'tell nothing like zzzz');
  act({ kind: 'search', text: '' });
  assert.doesNotMatch(text(), /zzzz/);
  assert.throws(() => act({ kind: 'search', text: '/(/' }), /no regular expression/);
});

test('clicks choose and type; the wheel scrolls the page', async () => {
  const { panel, scene, port, text, asked } = await guide();
  const guidePanel = panel('guide');
  assert.equal(guidePanel.press!(4, 3, false, scene(true), port), true);
  assert.match(text(), /▶ plain mode/);
  guidePanel.press!(4, 0, false, scene(true), port);
  text();
  guidePanel.press!(40, 5, false, scene(true), port);
  guidePanel.press!(40, 5, true, scene(true), port);
  assert.equal(asked.at(-1), 'type scrape');
  assert.equal(guidePanel.press!(40, 30, false, scene(true), port), false);
});

test('where there is no room for both, contents and page take turns', async () => {
  const { act, text } = await guide(50, 12);
  assert.match(text(), /▶ first steps/);
  assert.doesNotMatch(text(), /collects addresses/);
  act({ kind: 'pan', which: 'right' });
  assert.match(text(), /RefBot collects addresses/);
  act({ kind: 'pan', which: 'left' });
  assert.match(text(), /▶ first steps/);
});

test('without a language yet it says so', async () => {
  const stage = await theatre(80, 24);
  stage.show('help');
  assert.match(stage.frame({ typing: false }), /opening state…/);
  assert.equal(stage.panel('guide').act!(down, stage.scene(true), stage.port), false);
});

test('a changed file of keys is in the manual with the next frame; the search ends, the place stays', async () => {
  const { act, text, changes } = await guide();
  act(down);
  act(down);
  assert.match(text(), /▶ keys/);
  assert.doesNotMatch(text(), /F9/);
  const own = { context: 'general', chord: 'f9', line: 'view jobs', origin: 'file' } as const;
  changes.keymap = new Keymap({ bindings: [own], unbound: [] });
  assert.match(text(), /▶ keys/);
  assert.match(text(), /F9 +view jobs/);
});
