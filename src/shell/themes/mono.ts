/** No colour at all: bold, underlined and inverted letters. What every theme is where the terminal has no colours. */
import { defineTheme } from '../define-theme.ts';

const bold = { bold: true };

export default defineTheme({
  background: 'dark',
  roles: {
    text: {},
    strong: bold,
    dim: {},
    faint: {},
    track: {},
    fill: {},
    accent: bold,
    title: {},
    focus: bold,
    good: {},
    warn: bold,
    bad: bold,
    selected: { inverse: true },
    match: { bold: true, underline: true },
    key: bold,
    ghost: {},
    invalid: { underline: true },
    badge: bold,
    toast: { inverse: true },
  },
  series: [bold, {}],
  picture: {
    background: '#14171a',
    foreground: '#d6d9dc',
    // No look names one of them; coloured output of commands may.
    basic: Array.from<string>({ length: 16 }).fill('#d6d9dc'),
  },
});
