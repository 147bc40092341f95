/** Bright letters and borders that can be seen from afar; for dark backgrounds and eyes that need more difference. */
import { defineTheme } from '../define-theme.ts';

export default defineTheme({
  background: 'dark',
  roles: {
    text: [{ fg: 231 }, {}],
    strong: [{ fg: 231, bold: true }, { bold: true }],
    dim: [{ fg: 253 }, {}],
    faint: [{ fg: 250 }, {}],
    track: [{ fg: 248 }, {}],
    fill: [{ fg: 123 }, { fg: 12 }],
    accent: [
      { fg: 123, bold: true },
      { fg: 12, bold: true },
    ],
    title: [{ fg: 231, bold: true }, { bold: true }],
    focus: [
      { fg: 228, bold: true },
      { bold: true, underline: true },
    ],
    good: [{ fg: 120, bold: true }, { bold: true }],
    warn: [
      { fg: 228, bold: true },
      { fg: 5, bold: true },
    ],
    bad: [
      { fg: 217, bold: true, underline: true },
      { fg: 1, bold: true, underline: true },
    ],
    selected: [
      { fg: 16, bg: 228, bold: true },
      { bold: true, inverse: true },
    ],
    match: [
      { fg: 228, bold: true, underline: true },
      { bold: true, underline: true },
    ],
    key: [{ fg: 123, bold: true }, { bold: true }],
    ghost: [{ fg: 250 }, { fg: 8 }],
    invalid: [
      { fg: 217, underline: true },
      { fg: 1, underline: true },
    ],
    badge: [
      { fg: 16, bg: 253, bold: true },
      { bold: true, inverse: true },
    ],
    toast: [
      { fg: 16, bg: 123, bold: true },
      { bold: true, inverse: true },
    ],
  },
  series: [
    [{ fg: 123 }, { fg: 12 }],
    [{ fg: 228 }, { bold: true }],
    [{ fg: 120 }, { fg: 5 }],
    [{ fg: 219 }, { fg: 1 }],
    [{ fg: 231 }, {}],
  ],
  picture: {
    background: '#000000',
    foreground: '#ffffff',
    basic: [
      '#000000',
      '#ff6b6b',
      '#5fd75f',
      '#ffd75f',
      '#5f9fff',
      '#ff87ff',
      '#5fd7ff',
      '#e5e5e5',
      '#a0a0a0',
      '#ff8787',
      '#87ff87',
      '#ffff87',
      '#87afff',
      '#ffafff',
      '#87ffff',
      '#ffffff',
    ],
  },
});
