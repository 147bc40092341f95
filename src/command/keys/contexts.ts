/** Where a key can hold: everywhere, the prompt, any panel, kinds of panels, single panels. Data only. */

/** Panels that can have the keys: those below src/shell/panels with a number, and those that a view is about. */
export const KEY_PANELS: readonly string[] = [
  'throughput',
  'statistics',
  'protocols',
  'loading',
  'configuration',
  'top-proxies',
  'log',
  'output',
  'proxies',
  'proxy',
  'sources',
  'jobs',
  'alerts',
  'charts',
  'options',
  'guide',
];

/** Contexts that are no panels, in words for people. */
const WIDE_CONTEXTS: Readonly<Record<string, string>> = {
  general: 'anywhere',
  prompt: 'in the prompt',
  empty: 'in the empty prompt',
  panel: 'in the panels',
  table: 'in tables',
  text: 'in texts',
  chart: 'in charts',
};

export const KEY_CONTEXTS: readonly string[] = [...Object.keys(WIDE_CONTEXTS), ...KEY_PANELS];

/** `in tables`, `in sources`: what a list of keys is headed by. */
export function contextTitle(context: string): string {
  return WIDE_CONTEXTS[context] ?? (context === 'guide' ? 'in the manual (guide)' : `in ${context}`);
}
