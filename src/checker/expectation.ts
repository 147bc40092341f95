/** Holds the replies of the operator's own page against what they should be. Pure; runs in the brain, where `--expect` lives. */
import type { CheckReport, ProtocolResult } from '../model/report.ts';
import type { TargetReplies, TargetReply } from './run-context.ts';
import { targetVerdict, type TargetVerdict } from '../model/target.ts';
import { shownReason } from './verdict.ts';

export type Expectation = (reply: TargetReply) => boolean;

const DEFAULT_EXPECTATION: Expectation = (reply) => reply.status < 400;

/** Reports with the expectation applied: a protocol whose replies do not all meet it has failed with `unexpected-page`. */
export function applyExpectation(
  reports: readonly CheckReport[],
  replies: readonly TargetReplies[],
  expect: Expectation = DEFAULT_EXPECTATION,
): CheckReport[] {
  const failed = new Set<string>();
  for (const { id, protocol, replies: got } of replies)
    if (!got.every((reply) => expect(reply))) failed.add(`${id} ${protocol}`);
  return reports.map((report) => {
    if (!report.results.some((result) => failed.has(`${report.id} ${result.protocol}`))) return report;
    const results = report.results.map((result): ProtocolResult =>
      failed.has(`${report.id} ${result.protocol}`)
        ? { ...result, outcome: 'failed', latencyMs: null, reason: 'unexpected-page' }
        : result,
    );
    const worked = results.some((result) => result.outcome !== 'failed');
    return { ...report, results, reason: worked ? null : shownReason(results.map((result) => result.reason!)) };
  });
}

/** What reports, with the expectation applied, say of each proxy at the page. */
export function targetVerdicts(reports: readonly CheckReport[], replies: readonly TargetReplies[]): TargetVerdict[] {
  const statuses = new Map(replies.map(({ id, protocol, replies: got }) => [`${id} ${protocol}`, got.at(-1)!.status]));
  return reports.map((report) => targetVerdict(report, (protocol) => statuses.get(`${report.id} ${protocol}`) ?? null));
}
