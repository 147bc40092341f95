/** The latest latencies of a proxy's fastest protocol as a line, with the least, the middle and the longest. */
import { median } from '../../lib/stats.ts';
import { formatDuration } from '../../lib/units.ts';
import { sparkText } from '../paint/bar.ts';
import type { Row } from '../text/rows.ts';
import { LABEL } from './labelled.ts';
import type { PageContext } from './page-context.ts';

export function latencyBlock({ detail: { latencies, latencyMs }, theme, graph }: PageContext): Row[] {
  if (latencies.length === 0)
    return [
      [
        ['latency'.padEnd(LABEL), theme.title],
        ['never measured', theme.dim],
      ],
    ];
  const figure = (name: string, ms: number | null): Row => [
    [`${name} `, theme.dim],
    [`${formatDuration(ms ?? Number.NaN)}  `, theme.text],
  ];
  return [
    [
      ['latency'.padEnd(LABEL), theme.title],
      [`${formatDuration(latencyMs ?? Number.NaN)}  `, theme.strong],
      [sparkText(latencies, graph), theme.accent],
      [`  the last ${latencies.length}`, theme.dim],
    ],
    [
      [' '.repeat(LABEL), theme.text],
      ...figure('min', Math.min(...latencies)),
      ...figure('median', median(latencies)),
      ...figure('max', Math.max(...latencies)),
    ],
  ];
}
