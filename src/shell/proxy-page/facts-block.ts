/** The left of a proxy's page: what it is, what it does to what passes through it, when it was and will be checked. */
import { formatCount, formatPercent } from '../../lib/units.ts';
import type { Anonymity } from '../../model/proxy.ts';
import { FAILURE_REASONS, type FailureReason } from '../../model/report.ts';
import type { Style } from '../paint/style.ts';
import type { Row } from '../text/rows.ts';
import { labelled } from './labelled.ts';
import type { PageContext } from './page-context.ts';
import { agoText, dateText, inText } from './spans.ts';

const ANONYMITY: Readonly<Record<Anonymity, string>> = {
  transparent: 'the target sees your own address',
  anonymous: 'the target sees that a proxy is used, not your address',
  elite: 'the target sees neither your address nor a proxy',
};

export function factsBlock(context: PageContext, width: number): Row[] {
  const { detail, theme, now, judge } = context;
  const fact = (label: string, value: string | Row): Row[] => labelled(theme, width, label, value);
  const user = userOf(detail.address);
  const { checks, passes, protocols, claimed, anonymity, failure, nextDueAt, banned, evicted, survival, listed } =
    detail;
  return [
    user === null && !detail.hasPassword
      ? []
      : fact('user', `${user ?? '–'}${detail.hasPassword ? ', with a password' : ''}`),
    fact('protocols', checks === 0 ? 'not checked yet' : protocols.join(' ') || 'none'),
    fact('claimed', claimed.join(' ') || 'nothing'),
    fact(
      'anonymity',
      anonymity === null
        ? 'unknown'
        : [
            [`${anonymity}: `, anonymityLook(context, anonymity)],
            [ANONYMITY[anonymity], theme.text],
          ],
    ),
    fact('exit', `${detail.exit ?? 'unknown'}${detail.country === null ? '' : ` in ${detail.country}`}`),
    fact('TLS', tlsRow(context)),
    // Who was condemned for it has failed; the rest is worth knowing and no more.
    fact(
      'changed',
      detail.changed === null ? 'nothing seen' : [[detail.changed, failure === null ? theme.warn : theme.bad]],
    ),
    listed === null
      ? []
      : fact('block lists', [[listed.join(' ') || 'on none', listed.length > 0 ? theme.warn : theme.text]]),
    failure === null ? [] : fact('failure', [[reasonText(failure), theme.bad]]),
    detail.throughput === null
      ? []
      : fact('throughput', `${formatCount(Math.round(detail.throughput))} KiB/s, ${agoText(detail.throughputAt, now)}`),
    detail.ownPages.flatMap((page) => fact('own page', [[pageText(page), page.passed ? theme.good : theme.bad]])),
    fact('tags', detail.tags.join(' ') || 'none'),
    fact('sources', detail.sources.join(', ') || 'none'),
    fact('first seen', `${dateText(detail.firstSeenAt)}, ${agoText(detail.firstSeenAt, now)}`),
    fact(
      'checks',
      checks === 0
        ? 'none yet'
        : `${formatCount(checks)}, ${formatCount(passes)} passed (${formatPercent(passes / checks)}), last ${agoText(detail.lastCheckedAt, now)}`,
    ),
    fact(
      'next check',
      banned
        ? 'never: it is banned'
        : evicted
          ? 'never: it failed for too long'
          : `${nextDueAt === null ? 'with the next check' : inText(nextDueAt, now)} · chance ${formatPercent(Math.round(survival.chance * 100) / 100)}`,
    ),
    fact('judge', judge ?? 'none asked yet'),
  ].flat();
}

/** `http://127.0.0.1:8000/ 200, passed 5 of 6`. */
function pageText({ url, status, reason, passes, checks }: PageContext['detail']['ownPages'][number]): string {
  const what = [url, status ?? '', reason ?? ''].filter((part) => part !== '').join(' ');
  return `${what}, passed ${formatCount(passes)} of ${formatCount(checks)}`;
}

/** `refused: nothing listens on the port`. */
export function reasonText(reason: string): string {
  return Object.hasOwn(FAILURE_REASONS, reason) ? `${reason}: ${FAILURE_REASONS[reason as FailureReason]}` : reason;
}

/** The name before the @ of an address; the address holds no password. */
function userOf(address: string): string | null {
  const at = address.lastIndexOf('@');
  return at < 0 ? null : address.slice(0, at);
}

/** `working`, `checking…`, and whether it is banned. */
export function statusRow({ detail: { status, banned }, theme }: PageContext): Row {
  const looks: Readonly<Record<typeof status, Style>> = {
    new: theme.text,
    answered: theme.warn,
    working: theme.good,
    failed: theme.bad,
    testing: theme.accent,
  };
  const shown = status === 'testing' ? 'checking…' : status;
  return banned
    ? [
        [shown, looks[status]],
        [', ', theme.text],
        ['banned', theme.bad],
      ]
    : [[shown, looks[status]]];
}

function anonymityLook({ theme }: PageContext, anonymity: Anonymity): Style {
  return anonymity === 'elite' ? theme.good : anonymity === 'anonymous' ? theme.text : theme.warn;
}

function tlsRow({ detail: { tlsIntact, tlsVerify }, theme }: PageContext): Row {
  if (tlsIntact === null) return [['not tried', theme.text]];
  return tlsIntact
    ? [
        ['intact: ', theme.good],
        ["the certificate is the judge's own", theme.text],
      ]
    : [
        tlsVerify === 'skip' ? ['broken, allowed: ', theme.warn] : ['broken: ', theme.bad],
        ["another certificate than the judge's was seen", theme.text],
      ];
}
