/** Any text, as it was given. */
import type { ArgType } from '../types.ts';

export const text: ArgType<string> = { name: 'text', parse: (value) => value };
