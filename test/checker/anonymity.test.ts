/** How much a proxy gives away where a header comes more than once, and that nothing is told otherwise because much is the same. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { anonymityOf, changedRequest } from '../../src/checker/anonymity.ts';
import { changedHeader, droppedHeader } from '../../src/checker/tamper.ts';
import type { HeaderField } from '../../src/net/http-head.ts';

const [OWN, EXIT, FRONT] = ['203.0.113.5', '198.51.100.7', '192.0.2.80'];
const of = (seen: readonly HeaderField[], baseline: readonly HeaderField[], exit = EXIT): string =>
  anonymityOf({ headers: seen, baseline, own: [OWN], exit });
const told = (...values: readonly string[]): HeaderField[] => values.map((value) => ['x-forwarded-for', value]);

describe('a header that comes more than once is one list', () => {
  const KEEP: HeaderField = ['connection', 'keep-alive'];
  const cases: readonly (readonly [
    what: string,
    seen: readonly string[],
    direct: readonly string[],
    verdict: string,
  ])[] = [
    ['a server in front adds a line, and the proxy told of us in one of its own', [OWN, EXIT], [OWN], 'transparent'],
    ['in the other order', [EXIT, OWN], [OWN], 'transparent'],
    ['the proxy tells of somebody else', [FRONT, EXIT], [OWN], 'anonymous'],
    ['the proxy tells nothing', [EXIT], [OWN], 'elite'],
    ['two servers in front, and the proxy tells nothing', [EXIT, FRONT], [OWN, FRONT], 'elite'],
    ['two servers in front, and the proxy tells of us', [OWN, EXIT, FRONT], [OWN, FRONT], 'transparent'],
    ['only the front that hid us is there', [OWN], [OWN, FRONT], 'transparent'],
  ];
  for (const [what, seen, direct, verdict] of cases)
    test(what, () => {
      for (const more of [[], [KEEP]]) assert.equal(of([...more, ...told(...seen)], told(...direct)), verdict);
      assert.equal(of(told(seen.join(', ')), told(direct.join(', '))), verdict, 'in one line as well');
    });

  test('what the server of the judge says every time is not the proxy’s, though it names us', () => {
    const direct: readonly HeaderField[] = [['x-forwarded-host', `${OWN}:8080`]];
    for (const more of [[], [KEEP]]) assert.equal(of([...more, ...direct], direct), 'elite');
  });

  test('a proxy at our own address adds nothing', () => {
    const direct = told(OWN, FRONT);
    for (const more of [[], [KEEP]]) assert.equal(of([...more, ...direct], direct, OWN), 'elite');
  });
});

const name = fc.constantFrom(
  'host',
  'via',
  'x-forwarded-for',
  'user-agent',
  'accept',
  'cookie',
  'set-cookie',
  'content-type',
  'x-frame-options',
);
const value = fc.constantFrom(
  '',
  'a',
  'text/html',
  'text/plain; x',
  OWN,
  EXIT,
  FRONT,
  `${OWN}, ${EXIT}`,
  `::ffff:${OWN}`,
);
const fields = fc.array(fc.tuple(name, value), { maxLength: 5 });
/** Two lists that have much in common. */
const both = fc.tuple(fields, fields, fields, fields).map(([start, mine, theirs, end]) => ({
  seen: [...start, ...mine, ...end],
  direct: [...start, ...theirs, ...end],
}));

test('whatever both begin with, the same is told as where they begin otherwise', () => {
  // What comes first here says nothing by any rule, and is another one in each: nothing is seen at one glance any more.
  const [mine, theirs]: HeaderField[] = [
    ['te', 'a'],
    ['te', 'b'],
  ];
  fc.assert(
    fc.property(both, fc.constantFrom(OWN, EXIT), ({ seen, direct }, exit) => {
      const [otherSeen, otherDirect] = [
        [mine!, ...seen],
        [theirs!, ...direct],
      ];
      assert.equal(of(seen, direct, exit), of(otherSeen, otherDirect, exit));
      assert.equal(changedRequest(seen, direct), changedRequest(otherSeen, otherDirect));
      assert.equal(changedHeader(seen, direct), changedHeader(otherSeen, otherDirect));
      assert.equal(droppedHeader(seen, direct), droppedHeader(otherSeen, otherDirect));
    }),
    { numRuns: 2_000 },
  );
});

test('what is as it is seen directly tells nothing', () => {
  fc.assert(
    fc.property(fields, fc.constantFrom(OWN, EXIT), (direct, exit) => {
      assert.equal(of([...direct], direct, exit), 'elite');
      for (const rule of [changedRequest, changedHeader, droppedHeader]) assert.equal(rule([...direct], direct), null);
    }),
  );
});
