/** Whether the judges that checks would use can be reached. Asks only those that the operator configured or that run here. */
import type { Config } from '../../src/core/config/config.ts';
import type { JudgeStatus } from '../../src/engine/types.ts';
import { learnConfirmers } from '../../src/checker/learn-confirmer.ts';
import { planJudge } from '../../src/checker/plan-judge.ts';
import { maskSecrets } from '../../src/lib/safe-text.ts';
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
  const name = maskSecrets(address);
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
    if (reply.status < 500) {
      if (await isBlind(address, config, signal))
        return weak(
          'judge',
          `${name} does not see who asks it, but a server in between: no anonymity and no exits`,
          'let that pass connections on as they are, or name another: judge.url',
        );
      return good('judge', `${name} answers in ${took}`);
    }
    return weak(
      'judge',
      `${name} answers with status ${reply.status}`,
      'look at its log, or config set judge.url none',
    );
  } catch (error) {
    signal.throwIfAborted();
    return bad('judge', `${name}: ${reasonOf(error)}`, 'judge start, or config set judge.url none');
  }
}

/** Whether a check would find that it tells nobody from anybody. What is no judge says nothing about that. */
async function isBlind(judge: string, config: Config, signal: AbortSignal): Promise<boolean> {
  try {
    const { http, https } = await planJudge({
      judge,
      // An echo page need not have a page of its own to be asked who asks: it confirms itself, and nobody else is asked.
      second: judge,
      allLoopback: false,
      startOwn: () => Promise.reject(new Error('another one is asked')),
      policy: { only: config.get('network.only'), allowPrivate: config.get('network.allow_private') },
      verifyChain: false,
      timeoutMs: PATIENCE_MS,
      signal,
    });
    return (http?.hidesCallers ?? false) || (https?.hidesCallers ?? false);
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

const SECOND = 'second judge';
const LEAVE_OUT = 'config set judge.second_url none';

/** Null = none is configured. It is asked as a check does, which takes more than that it answers. */
export async function secondJudgeFinding(config: Config, signal: AbortSignal): Promise<Finding | null> {
  const address = config.get('judge.second_url');
  if (address === null) return null;
  const url = new URL(address);
  const name = maskSecrets(address);
  const started = performance.now();
  const learnt = await learnConfirmers(url, {
    policy: { only: config.get('network.only'), allowPrivate: config.get('network.allow_private') },
    trusted: true,
    verifyChain: config.get('verify_ssl'),
    timeoutMs: PATIENCE_MS,
    signal,
  });
  if (learnt.kind === 'down')
    return weak(
      SECOND,
      `${learnt.problem.includes(url.host) ? '' : `${name}: `}${learnt.problem}; the first judge confirms alone`,
      `bring it back, or ${LEAVE_OUT}`,
    );
  const schemes = (['http', 'https'] as const).filter((scheme) => learnt[scheme] !== null);
  const first = config.get('judge.url');
  if (first !== null && new URL(first).hostname === url.hostname)
    return weak(
      SECOND,
      `${name} is on the host of the first: another connection, but not an independent witness`,
      'name one on another host: judge.second_url',
    );
  return good(
    SECOND,
    `${name} confirms over ${schemes.join(' and ')}, learnt in ${formatDuration(performance.now() - started)}`,
  );
}
