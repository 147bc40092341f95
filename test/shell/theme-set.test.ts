/** Every theme at every colour level: valid looks, words that can be read on the background they are made for. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { ThemeDefinition } from '../../src/shell/define-theme.ts';
import { emphasized, lookOf, type Roles, type Style, style, type Theme } from '../../src/shell/paint/style.ts';
import { THEME_NAMES, themeFor } from '../../src/shell/theme-set.ts';

const LEVELS = [256, 16, 0] as const;
/** Seen and never read: lines and empty parts. */
const DECORATION = new Set<string>(['faint', 'track', 'fill']);
const BACKGROUNDS = { dark: ['#000000', '#1e1e1e'], light: ['#ffffff', '#fafafa'] } as const;
/** What a terminal writes with where a look names no colour: as soft as common schemes have it. */
const OWN_LETTERS = { dark: '#d0d0d0', light: '#303030' } as const;

/** xterm's palette. */
const BASIC =
  '000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff';
const CUBE = [0, 95, 135, 175, 215, 255];

function rgb(color: number | string): readonly number[] {
  if (typeof color === 'string') return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  if (color < 16) return rgb(`#${BASIC.split(' ')[color]!}`);
  if (color >= 232) return Array.from<number>({ length: 3 }).fill(8 + (color - 232) * 10);
  const at = color - 16;
  return [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((level) => CUBE[level]!);
}

/** WCAG 2: 1 to 21. */
function contrast(one: number | string, other: number | string): number {
  const luminance = (color: number | string): number => {
    const [red, green, blue] = rgb(color).map((part) => {
      const share = part / 255;
      return share <= 0.039_28 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

function looks(theme: Theme): [name: string, look: Style][] {
  const { name: _name, series, picture: _picture, ...roles } = theme;
  return [
    ...(Object.entries(roles) as [keyof Roles, Style][]),
    ...series.map((look, index): [string, Style] => [`series ${index}`, look]),
  ];
}

async function definitionOf(name: string): Promise<ThemeDefinition> {
  return ((await import(`../../src/shell/themes/${name}.ts`)) as { default: ThemeDefinition }).default;
}

test('each file is a theme', () => {
  const files = readdirSync(new URL('../../src/shell/themes/', import.meta.url));
  assert.deepEqual(
    [...THEME_NAMES],
    files.map((file) => file.replace(/\.ts$/, '')),
  );
  assert.throws(() => themeFor('no such', 256), /no theme no such/);
});

for (const name of THEME_NAMES) {
  test(`${name}: each role has a look of the colours there are, at each level`, () => {
    const roles = looks(themeFor('mono', 0)).map(([role]) => role);
    for (const colors of LEVELS) {
      const theme = themeFor(name, colors);
      assert.equal(theme.name, colors === 0 ? 'mono' : name);
      assert.ok(theme.series.length > 0);
      for (const [role, look] of looks(theme)) {
        assert.ok(Number.isInteger(look), `${role} ${colors}`);
        if (!role.startsWith('series')) assert.ok(roles.includes(role), role);
        const { fg, bg, ...rest } = lookOf(look);
        assert.equal(style({ ...(fg === null ? {} : { fg }), ...(bg === null ? {} : { bg }), ...rest }), look);
        for (const color of [fg, bg]) assert.ok(color === null || color < colors, `${role} ${color} of ${colors}`);
      }
      // What must not be missed differs from plain text without a colour, too.
      if (colors === 0)
        for (const role of ['selected', 'bad', 'warn', 'focus', 'match', 'invalid', 'toast'] as const)
          assert.notEqual(theme[role], theme.text, role);
    }
  });

  test(`${name}: words can be read`, async () => {
    const { background } = await definitionOf(name);
    const least = name === 'high-contrast' ? 7 : 4.5;
    for (const [role, look] of looks(themeFor(name, 256))) {
      const { fg, bg, inverse } = lookOf(look);
      for (const paper of BACKGROUNDS[background]) {
        const [ink, under] = inverse ? [paper, OWN_LETTERS[background]] : [fg ?? OWN_LETTERS[background], bg ?? paper];
        const ratio = contrast(ink, under);
        if (DECORATION.has(role)) assert.ok(ratio >= 1.3, `${role} on ${paper}: ${ratio.toFixed(2)}`);
        else assert.ok(ratio >= least, `${role} on ${paper}: ${ratio.toFixed(2)}`);
      }
    }
    // Sixteen colours are the terminal's, and so is the background: either may be behind them.
    for (const [role, look] of looks(themeFor(name, 16))) {
      const { fg, bg } = lookOf(look);
      assert.equal(bg, null, `${role}: a background of the sixteen is not known well enough`);
      if (fg === null) continue;
      for (const paper of ['#000000', '#ffffff'])
        assert.ok(contrast(fg, paper) >= 3.5, `${role} (${fg}) on ${paper}: ${contrast(fg, paper).toFixed(2)}`);
    }
  });

  test(`${name}: nothing blinks, and a picture has all colours`, async () => {
    const { picture } = await definitionOf(name);
    assert.equal(picture.basic.length, 16);
    for (const color of [picture.background, picture.foreground, ...picture.basic])
      assert.match(color, /^#[0-9a-f]{6}$/);
    assert.ok(contrast(picture.foreground, picture.background) >= 7);
    // The bit that blessed blinks for is 4.
    for (const colors of LEVELS)
      for (const [role, look] of looks(themeFor(name, colors))) assert.equal((look >> 18) & 4, 0, role);
  });
}

test('matched letters of the selected row keep its colours', () => {
  const look = { fg: 255, bg: 238, bold: true, underline: true, inverse: false };
  assert.deepEqual(lookOf(emphasized(style({ fg: 255, bg: 238 }))), look);
});
