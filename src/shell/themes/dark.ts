/** Light letters, one blue; for terminals with a dark background. */
import { defineTheme } from '../define-theme.ts';

export default defineTheme({
  background: 'dark',
  // With sixteen colours the terminal says what they are, and perhaps the background is light after all: only those that
  // can be read on both are used.
  roles: {
    text: {},
    strong: { bold: true },
    dim: [{ fg: 246 }, {}],
    faint: [{ fg: 239 }, { fg: 8 }],
    track: [{ fg: 238 }, { fg: 8 }],
    fill: [{ fg: 67 }, { fg: 12 }],
    accent: [{ fg: 74 }, { fg: 12 }],
    title: [{ fg: 252 }, {}],
    focus: [
      { fg: 74, bold: true },
      { fg: 12, bold: true },
    ],
    good: [{ fg: 108 }, { bold: true }],
    warn: [{ fg: 179 }, { fg: 5 }],
    bad: [{ fg: 203 }, { fg: 1, bold: true }],
    selected: [{ fg: 255, bg: 238 }, { inverse: true }],
    match: [
      { fg: 117, bold: true },
      { fg: 12, bold: true, underline: true },
    ],
    key: [{ fg: 74 }, { fg: 12 }],
    ghost: [{ fg: 245 }, { fg: 8 }],
    invalid: [
      { fg: 203, underline: true },
      { fg: 1, underline: true },
    ],
    badge: [{ fg: 252, bg: 237 }, { bold: true }],
    toast: [{ fg: 255, bg: 24 }, { inverse: true }],
  },
  series: [
    [{ fg: 74 }, { fg: 12 }],
    [{ fg: 179 }, { fg: 5 }],
    [{ fg: 108 }, { bold: true }],
    [{ fg: 139 }, { fg: 1 }],
    [{ fg: 173 }, { fg: 8 }],
  ],
  picture: {
    background: '#14171a',
    foreground: '#d6d9dc',
    basic: [
      '#1d2125',
      '#d76a6a',
      '#86a987',
      '#d0a35c',
      '#5f87af',
      '#b98cc7',
      '#5fafd7',
      '#c6cacd',
      '#7b8288',
      '#e07f7f',
      '#a0c3a1',
      '#e0bd80',
      '#87afd7',
      '#c3a6cf',
      '#87c9e8',
      '#f0f2f4',
    ],
  },
});
