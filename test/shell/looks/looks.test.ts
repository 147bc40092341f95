/** What the shell looks like, by configuration and terminal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONFIG_KEYS } from '../../../src/core/config/keys.ts';
import { loadConfig } from '../../../src/core/config/config.ts';
import { resolveLooks } from '../../../src/shell/looks/looks.ts';
import { type Abilities, abilitiesOf } from '../../../src/shell/terminal/abilities.ts';
import { THEME_NAMES, themeFor } from '../../../src/shell/theme-set.ts';

const able: Abilities = { colors: 256, utf8: true, background: null };

test('the configuration decides, as far as the terminal can', () => {
  const table: readonly (readonly [
    flags: Record<string, string>,
    abilities: Partial<Abilities>,
    theme: string,
    rest: string,
  ])[] = [
    [{}, {}, 'dark', 'utf8 braille mouse'],
    [{}, { background: 'light' }, 'light', 'utf8 braille mouse'],
    [{ theme: 'dark' }, { background: 'light' }, 'dark', 'utf8 braille mouse'],
    [{ theme: 'high-contrast' }, { colors: 16 }, 'high-contrast', 'utf8 braille mouse'],
    [{ theme: 'high-contrast' }, { colors: 0 }, 'mono', 'utf8 braille mouse'],
    [{ theme: 'mono' }, {}, 'mono', 'utf8 braille mouse'],
    [{ graph: 'block' }, {}, 'dark', 'utf8 block mouse'],
    [{ graph: 'ascii' }, {}, 'dark', 'utf8 ascii mouse'],
    [{ graph: 'block' }, { utf8: false }, 'dark', 'ascii mouse'],
    [{ glyphs: 'ascii' }, {}, 'dark', 'ascii mouse'],
    [{ glyphs: 'unicode' }, { utf8: false }, 'dark', 'utf8 braille mouse'],
    [{ mouse: 'off' }, {}, 'dark', 'utf8 braille'],
  ];
  for (const [flags, abilities, theme, rest] of table) {
    const looks = resolveLooks(loadConfig({ flags }), { ...able, ...abilities });
    const words = [...new Set([looks.utf8 ? 'utf8' : '', looks.graph, looks.mouse ? 'mouse' : ''])];
    assert.deepEqual(
      [looks.theme.name, words.filter((word) => word !== '').join(' ')],
      [theme, rest],
      JSON.stringify([flags, abilities]),
    );
  }
});

test('NO_COLOR wins over every theme', () => {
  for (const theme of THEME_NAMES) {
    const looks = resolveLooks(
      loadConfig({ flags: { theme } }),
      abilitiesOf({ TERM: 'xterm-256color', NO_COLOR: '1' }),
    );
    assert.deepEqual(looks.theme, themeFor('mono', 0));
  }
});

test('the configuration names every theme there is', () => {
  const { type } = CONFIG_KEYS.theme;
  for (const name of THEME_NAMES) assert.equal(type.fromText(name), name);
  assert.equal(type.fromText('auto'), 'auto');
  assert.equal(type.expects.match(/[\w-]+(?=,| or|$)/g)?.length, THEME_NAMES.length + 1, type.expects);
});
