/** A client of the bench of the check as a process: checks as often as it is told and says what that cost it. */
import type { CheckClient, Cost, Kind, MakeClient, Ports } from './check-kinds.ts';
import { answerLines } from './answer-lines.ts';

const [, , name, kind, ports] = process.argv as [string, string, string, Kind, string];
const make = ((await import(`./clients/${name}.ts`)) as { readonly default: MakeClient }).default;
const client: CheckClient = await make(kind, JSON.parse(ports) as Ports);

await answerLines<{ readonly checks: number }>(
  'ready',
  async ({ checks }): Promise<Cost> => {
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    await client.check(checks);
    const ms = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    return { cpuUs: user + system, ms };
  },
  () => client.stop(),
);
