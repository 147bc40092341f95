/** The part of the manual about the language: its syntax, filters, selectors, error codes and reasons. From the tables the language runs on. */
import { COMMON_FLAGS } from '../../command/flags/common-flags.ts';
import { usageOfFlag } from '../../command/help/usage.ts';
import { SYNTAX_PAGE } from '../../command/help/syntax.ts';
import { PROXY_FIELDS } from '../../command/proxy-fields.ts';
import type { Registry } from '../../command/registry.ts';
import { SELECTORS } from '../../command/types/selector.ts';
import { ERRORS } from '../../model/errors.ts';
import { FAILURE_REASONS } from '../../model/report.ts';
import type { Chapter } from './chapter.ts';
import { code, type Entry, head, line, pair, section, text } from './entry.ts';

export function languageChapters(registry: Registry): Chapter[] {
  return [
    chapter('syntax', () => [head('the language on one screen'), ...SYNTAX_PAGE.trimEnd().split('\n').map(code)]),
    chapter('filters', () => filtersPage(registry)),
    chapter('selectors', selectorsPage),
    chapter('flags', () => [
      head('flags of every command'),
      ...Object.entries(COMMON_FLAGS).map(([name, spec]) => pair(usageOfFlag(name, spec), spec.help)),
    ]),
    chapter('errors', () => [
      head('error codes'),
      text('Each error has a code that stays its own, and ends a command with an exit status.'),
      ...section(
        'codes',
        Object.entries(ERRORS).map(([name, { code: number, title, exit, retry }]) =>
          pair(`${number} ${name}`, `${title} (exit ${exit}${retry ? ', worth trying again' : ''})`),
        ),
      ),
    ]),
    chapter('reasons', () => [
      head('why checks fail'),
      ...Object.entries(FAILURE_REASONS).map(([reason, meaning]) => pair(reason, meaning)),
    ]),
  ];
}

function chapter(title: string, page: () => Entry[]): Chapter {
  return { title, isInner: false, types: null, page };
}

function filtersPage(registry: Registry): Entry[] {
  const stages = registry.all().filter(({ definition }) => definition.input === 'rows');
  return [
    head('filters'),
    text(
      'A field, a sign and a value: country = DE. Joined by and, or, not; in brackets where it matters. The same in where, in --where and behind / in a table.',
    ),
    ...section('signs', [
      pair('=  !=', 'equal, whatever the case of letters; a list holds it'),
      pair('<  <=  >  >=', 'numbers with units: latency < 300ms'),
      pair('~  !~', 'a regular expression'),
      pair('in  not in', 'one of several: country in DE,FR'),
    ]),
    ...section('fields of a proxy', [text(PROXY_FIELDS.join(', '))]),
    ...section('examples', [
      line('proxies list | where status = working and latency < 300ms | sort latencyMs | first 5'),
      line('proxies top 20 --where "country in DE,FR and not tags"'),
    ]),
    ...section(
      'what rows can go through',
      stages.map(({ name, definition }) => pair(`| ${name}`, definition.summary, `proxies list | ${name} `)),
    ),
  ];
}

function selectorsPage(): Entry[] {
  return [
    head('selectors'),
    text('Which proxies a command works on: ids, addresses, a filter, or what the screen points at.'),
    ...section('selectors', [
      ...SELECTORS.filter(({ value }) => value.startsWith('@')).map(({ value, help }) =>
        pair(value, help ?? '', `check ${value} `),
      ),
      pair('12', 'one by its id'),
      pair('192.0.2.7:3128', 'one by its address'),
      pair('where country = DE', 'those a filter takes', 'check where '),
    ]),
    ...section('examples', [
      line('check @all'),
      line('proxies tag @marked good'),
      line('proxies ban where failure = tampered'),
    ]),
  ];
}
