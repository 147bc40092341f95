/** Whether the judge that checks would use can be reached. Asks only one that the operator configured or that runs here. */
import type { Config } from '../../src/core/config/config.ts';
import type { JudgeStatus } from '../../src/engine/types.ts';
import { formatDuration } from '../../src/lib/units.ts';
import { request } from '../../src/net/request.ts';
import { type Finding, bad, good, reasonOf, weak } from './finding.ts';

const PATIENCE_MS = 5000;

export async function judgeFinding(config: Config, judge: JudgeStatus | null, signal: AbortSignal): Promise<Finding> {
  const address = config.get('judge.url') ?? judge?.http ?? null;
  if (address === null) {
    if (config.get('network.only') === 'loopback') {
      return good(
        'judge',
        'our own is started for a check of loopback proxies; nothing else can be checked (network.only)',
      );
    }
    return good('judge', 'none configured: our own for loopback proxies, else a public one is looked for');
  }
  const started = performance.now();
  try {
    const reply = await request({
      url: new URL(address),
      headers: [],
      policy: { only: config.get('network.only'), allowPrivate: config.get('network.allow_private') },
      trusted: true,
      timeoutMs: PATIENCE_MS,
      maxBodyBytes: 65_536,
      signal,
    });
    const took = formatDuration(performance.now() - started);
    if (reply.status < 500) return good('judge', `${address} answers in ${took}`);
    return weak(
      'judge',
      `${address} answers with status ${reply.status}`,
      'look at its log, or config set judge.url none',
    );
  } catch (error) {
    signal.throwIfAborted();
    return bad('judge', `${address}: ${reasonOf(error)}`, 'judge start, or config set judge.url none');
  }
}
