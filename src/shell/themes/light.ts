/** Dark letters, one blue; for terminals with a light background. */
import { defineTheme } from '../define-theme.ts';

export default defineTheme({
  background: 'light',
  // With sixteen colours: as in `dark`, only those that can be read on either background.
  roles: {
    text: {},
    strong: { bold: true },
    dim: [{ fg: 241 }, {}],
    faint: [{ fg: 250 }, { fg: 8 }],
    track: [{ fg: 252 }, { fg: 8 }],
    fill: [{ fg: 68 }, { fg: 12 }],
    accent: [{ fg: 25 }, { fg: 12 }],
    title: [{ fg: 237 }, {}],
    focus: [
      { fg: 25, bold: true },
      { fg: 12, bold: true },
    ],
    good: [{ fg: 22 }, { bold: true }],
    warn: [{ fg: 94 }, { fg: 5 }],
    bad: [{ fg: 124 }, { fg: 1, bold: true }],
    selected: [{ fg: 16, bg: 153 }, { inverse: true }],
    match: [
      { fg: 25, bold: true, underline: true },
      { fg: 12, bold: true, underline: true },
    ],
    key: [{ fg: 25 }, { fg: 12 }],
    ghost: [{ fg: 242 }, { fg: 8 }],
    invalid: [
      { fg: 124, underline: true },
      { fg: 1, underline: true },
    ],
    badge: [{ fg: 236, bg: 254 }, { bold: true }],
    toast: [{ fg: 231, bg: 24 }, { inverse: true }],
  },
  series: [
    [{ fg: 25 }, { fg: 12 }],
    [{ fg: 130 }, { fg: 5 }],
    [{ fg: 28 }, { bold: true }],
    [{ fg: 96 }, { fg: 1 }],
    [{ fg: 240 }, { fg: 8 }],
  ],
  picture: {
    background: '#fbfbfa',
    foreground: '#24292e',
    basic: [
      '#24292e',
      '#b3261e',
      '#22702f',
      '#8a6100',
      '#1f5fa8',
      '#8a3fa0',
      '#0b7285',
      '#d0d4d8',
      '#6b7278',
      '#c6403a',
      '#2f8a3f',
      '#a87800',
      '#2f6fd0',
      '#a557bd',
      '#1a8ca3',
      '#ffffff',
    ],
  },
});
