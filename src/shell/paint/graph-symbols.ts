/** What charts are drawn with: braille dots (the finest), eighths of blocks (every font has them), or ASCII. */

export type GraphSymbols = 'braille' | 'block' | 'ascii';
