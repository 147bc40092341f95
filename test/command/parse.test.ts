/** The parser: what texts mean, as a table of one line per statement, and that no text ever makes it crash. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkScript } from '../../src/command/check/check-script.ts';
import { quoteWord } from '../../src/command/expr/quote.ts';
import { Quantity } from '../../src/command/expr/quantity.ts';
import type {
  Arg,
  ArgValue,
  Block,
  Call,
  Expr,
  Parameter,
  Pipeline,
  Statement,
  Term,
} from '../../src/command/syntax/ast.ts';
import { parse } from '../../src/command/syntax/parse.ts';
import { registry } from '../help/language-world.ts';

/** A short notation of what was understood: values in <>, filters in {}. */
const shown = {
  block: (block: Block): string => block.map(shown.statement).join(' ; '),
  statement(one: Statement): string {
    switch (one.kind) {
      case 'run':
        return shown.pipeline(one.pipeline) + (one.soft ? ' ?' : '') + (one.background ? ' &' : '');
      case 'def':
        return `def ${[one.name, ...one.params.map(shown.parameter)].join(' ')} [${shown.block(one.body)}]`;
      case 'let':
        return `let ${one.name} = ${one.value.kind === 'pipeline' ? shown.pipeline(one.value) : shown.expr(one.value)}`;
      case 'param':
        return `param ${one.name}:${one.type.name}${one.initial ? ` = ${shown.term(one.initial)}` : ''}`;
      case 'if':
        return `if ${one.branches.map(({ condition, body }) => `${shown.expr(condition)} [${shown.block(body)}]`).join(' elif ')}${one.otherwise ? ` else [${shown.block(one.otherwise)}]` : ''}`;
      case 'for':
        return `for ${one.name} in ${shown.term(one.items)} [${shown.block(one.body)}]`;
      case 'while':
        return `while ${shown.expr(one.condition)} [${shown.block(one.body)}]`;
      case 'repeat':
        return `repeat ${shown.term(one.times)}${one.every ? ` every ${shown.term(one.every)}` : ''} [${shown.block(one.body)}]`;
      case 'try':
        return `try [${shown.block(one.body)}]${one.caught ? ` catch ${one.caught.name} [${shown.block(one.caught.body)}]` : ''}`;
      case 'timeout':
        return `timeout ${shown.term(one.limit)} [${shown.block(one.body)}]`;
    }
  },
  parameter: ({ name, type, initial }: Parameter): string =>
    `${name}:${type.name}${initial === undefined ? '' : `=${String(initial)}`}`,
  pipeline: ({ calls, redirect }: Pipeline): string =>
    calls.map(shown.call).join(' | ') +
    (redirect ? ` ${redirect.append ? '>>' : '>'} ${shown.term(redirect.target)}` : ''),
  call: ({ command, words, args }: Call): string =>
    [command?.name ?? `?${words.join(' ')}`, ...args.map(shown.arg)].join(' '),
  arg: (arg: Arg): string =>
    arg.kind === 'value' ? shown.value(arg.value) : `--${arg.name}${arg.value ? `=${shown.value(arg.value)}` : ''}`,
  value(value: ArgValue): string {
    if (value.kind === 'filter') return `${value.selector ? 'where ' : ''}{${shown.expr(value.expr)}}`;
    return value.kind === 'line' ? `line(${shown.pipeline(value.pipeline)})` : shown.term(value);
  },
  term(term: Term): string {
    if (term.kind === 'variable') return `$${[term.name, ...term.path].join('.')}`;
    if (term.kind === 'sub') return [`(${shown.pipeline(term.pipeline)})`, ...term.path].join('.');
    if (term.kind === 'list') return `[${term.items.map(shown.term).join(' ')}]`;
    return `<${term.parts.map((part) => (part.kind === 'text' ? part.text : `$${part.name}${part.loose && part.path.length > 0 ? '?' : ''}${part.path.map((step) => `.${step}`).join('')}`)).join('+')}>`;
  },
  expr(expr: Expr): string {
    switch (expr.kind) {
      case 'literal':
        return expr.value instanceof Quantity ? `${expr.value.value}!` : JSON.stringify(expr.value);
      case 'field':
        return `.${expr.path.join('.')}`;
      case 'not':
        return `not(${shown.expr(expr.operand)})`;
      case 'and':
      case 'or':
        return `(${shown.expr(expr.left)} ${expr.kind} ${shown.expr(expr.right)})`;
      case 'compare':
        return `${shown.expr(expr.left)} ${expr.operator} ${shown.expr(expr.right)}`;
      case 'list':
        return `[${expr.items.map(shown.expr).join(' ')}]`;
      default:
        return shown.term(expr);
    }
  },
};

const CASES: readonly (readonly [string, string])[] = [
  ['', ''],
  ['  # only a comment', ''],
  ['echo a b', 'echo <a> <b>'],
  ['echo a # and a comment', 'echo <a>'],
  ['echo a#b', 'echo <a#b>'],
  ['echo a; echo b;; echo c\necho d', 'echo <a> ; echo <b> ; echo <c> ; echo <d>'],
  ["echo 'a  $b \\n'", 'echo <a  $b \\n>'],
  ['echo "a $b.c ${b.c} $b. \\"x\\" \\$y \\d"', 'echo <a +$b?.c+ +$b.c+ +$b+. "x" $y \\d>'],
  ['echo ""', 'echo <>'],
  ['echo $x $x.y.0 ${x.y}', 'echo $x $x.y.0 $x.y'],
  ['echo ./out-$x.csv a${x}b $ 5$', 'echo <./out-+$x?.csv> <a+$x+b> <$> <5$>'],
  ['echo pre"fix $x"\'tail\'', 'echo <prefix +$x+tail>'],
  ['echo a\\ b \\| \\"', 'echo <a b> <|> <">'],
  ['echo a \\\n  b', 'echo <a> <b>'],
  ['echo [a, b c] [a\n b]', 'echo [<a> <b> <c>] [<a> <b>]'],
  ['echo [::1]:80 http://x/?a=b&c=d', 'echo <[::1]:80> <http://x/?a=b&c=d>'],
  ['proxies top', 'proxies top'],
  ['top 5', 'proxies top <5>'],
  [
    'proxies top 5 --country DE,FR --reverse -p http --protocol=socks5',
    'proxies top <5> --country=<DE,FR> --reverse --protocol=<http> --protocol=<socks5>',
  ],
  ['proxies top --country "DE"', 'proxies top --country=<DE>'],
  ['echo -- --flag -x', 'echo <--flag> <-x>'],
  ['echo -5 - -1.5', 'echo <-5> <-> <-1.5>'],
  ['proxies list | where country = DE | first 2', 'proxies list | where {.country = "DE"} | first <2>'],
  ['proxies list|count', 'proxies list | count'],
  ['proxies list |\n count', 'proxies list | count'],
  ['proxies list\n  | where a = 1\n  # why\n  | count\necho x', 'proxies list | where {.a = 1} | count ; echo <x>'],
  ['proxies list > ./a.csv', 'proxies list > <./a.csv>'],
  ['proxies list >> "$x.csv"', 'proxies list >> <$x?.csv>'],
  ['proxies list | where score > 0.5 > a.csv', 'proxies list | where {.score > 0.5} > <a.csv>'],
  ['proxies list | where score > 0.5 >> a.csv', 'proxies list | where {.score > 0.5} >> <a.csv>'],
  [
    'proxies list | where score >= 50% and latency < 1.5s',
    'proxies list | where {(.score >= 0.5! and .latency < 1500!)}',
  ],
  ['proxies list | where a = 1 or b = 2 and not c', 'proxies list | where {(.a = 1 or (.b = 2 and not(.c)))}'],
  [
    'proxies list | where (a = 1 or b = 2) and c in x,y',
    'proxies list | where {((.a = 1 or .b = 2) and .c in ["x" "y"])}',
  ],
  [
    'proxies list | where a not in [x, $y] and b in $list',
    'proxies list | where {(.a not in ["x" $y] and .b in $list)}',
  ],
  ['proxies list | where (a = 1\n or b = 2)', 'proxies list | where {(.a = 1 or .b = 2)}'],
  ["proxies list | where 'country = DE'", 'proxies list | where {.country = "DE"}'],
  ['proxies list | where "a" in tags', 'proxies list | where {<a> in .tags}'],
  ['proxies list | where id = (proxies stats).total', 'proxies list | where {.id = (proxies stats).total}'],
  ['proxies list | where a = null and b = true', 'proxies list | where {(.a = null and .b = true)}'],
  [
    'proxies top --where country = DE and score > 0.5 --reverse',
    'proxies top --where={(.country = "DE" and .score > 0.5)} --reverse',
  ],
  ["proxies top --where 'country = DE'", 'proxies top --where={.country = "DE"}'],
  ['proxies list | sort -score,latency', 'proxies list | sort <-score,latency>'],
  ['proxies list | sort -s', 'proxies list | sort <-s>'],
  ['proxies remove @all', 'proxies remove <@all>'],
  ['proxies remove @top 10', 'proxies remove <@top> <10>'],
  ['proxies remove where country = DE and score < 0.1', 'proxies remove where {(.country = "DE" and .score < 0.1)}'],
  ['proxies remove 1 2 192.0.2.1:80', 'proxies remove <1> <2> <192.0.2.1:80>'],
  ['every 2s proxies list | first 2 > x', 'every <2s> line(proxies list | first <2> > <x>)'],
  ['every 2s "echo a; echo b"', 'every <2s> <echo a; echo b>'],
  ['echo a ?', 'echo <a> ?'],
  ['echo a?', 'echo <a> ?'],
  ['exit?', 'exit ?'],
  ['echo a? b', 'echo <a?> <b>'],
  ['echo http://x/?', 'echo <http://x/?>'],
  ['let x = 5', 'let x = 5'],
  ['let x = 5s', 'let x = 5000!'],
  ['let x = fast', 'let x = "fast"'],
  ['let x = "a $y"', 'let x = <a +$y>'],
  ['let x = [1, b, 2s]', 'let x = [1 "b" 2000!]'],
  ['let x = $y.z', 'let x = $y.z'],
  ['let x = $y < 5 and not $z', 'let x = ($y < 5 and not($z))'],
  ['let x = (proxies stats).working', 'let x = (proxies stats).working'],
  ['let x = proxies list | count', 'let x = proxies list | count'],
  ['let x = top', 'let x = proxies top'],
  ['let x = true; let y = null', 'let x = true ; let y = null'],
  ['param want: int = 50', 'param want:n = <50>'],
  ['param name', 'param name:text'],
  [
    'if $a < 5 { echo a } elif $b { echo b } else { echo c; echo d }',
    'if $a < 5 [echo <a>] elif $b [echo <b>] else [echo <c> ; echo <d>]',
  ],
  ['if ($a\n  and $b) {\n  echo x\n}\nelse {\n}', 'if ($a and $b) [echo <x>] else []'],
  ['if (proxies stats).working < $want { exit 3 }', 'if (proxies stats).working < $want [exit <3>]'],
  ['for x in [a, b] { echo $x }', 'for x in [<a> <b>] [echo $x]'],
  ['for x in 1..3 { echo $x }', 'for x in <1..3> [echo $x]'],
  ['for row in (proxies top 3) { echo $row.address }', 'for row in (proxies top <3>) [echo $row.address]'],
  ['while $n < 3 { echo $n }', 'while $n < 3 [echo $n]'],
  ['repeat 3 every 10s { echo a }', 'repeat <3> every <10s> [echo <a>]'],
  ['try { exit 3 } catch err { echo $err.message }', 'try [exit <3>] catch err [echo $err.message]'],
  ['try { echo a }', 'try [echo <a>]'],
  ['timeout 30s { sleep 1s }', 'timeout <30s> [sleep <1s>]'],
  ['#!/usr/bin/env -S refbot run\r\necho a\r\n', 'echo <a>'],
  ['\ufeffecho a', 'echo <a>'],
  ['letter', '?letter'],
  ['echo a &', 'echo <a> &'],
  ['echo a&', 'echo <a> &'],
  ['exit&', 'exit &'],
  ['echo a & echo b', 'echo <a> & ; echo <b>'],
  ['echo a &; echo b & # why', 'echo <a> & ; echo <b> &'],
  ['proxies list | count & echo b', 'proxies list | count & ; echo <b>'],
  ['proxies list | where score > 0.5 & echo b', 'proxies list | where {.score > 0.5} & ; echo <b>'],
  ['proxies list > ./a.csv &', 'proxies list > <./a.csv> &'],
  ['echo a ? &', 'echo <a> ? &'],
  ['echo a&b &c http://x/?a=b&', 'echo <a&b> <&c> <http://x/?a=b&>'],
  ['if true { echo a & }', 'if true [echo <a> &]'],
  ['def mine { echo a }', 'def mine [echo <a>]'],
  [
    'def best n: int = 5, cc: country = de { top $n --country $cc }\nbest 3 FR | count',
    'def best n:n=5 cc:cc=DE [proxies top $n --country=$cc] ; best <3> <FR> | count',
  ],
  [
    'def a-b x y { mine $x }; def mine z { a-b 1 2 }',
    'def a-b x:value y:value [mine $x] ; def mine z:value [a-b <1> <2>]',
  ],
  ['mine 5; def mine n: int { echo $n }', 'mine <5> ; def mine n:n [echo $n]'],
  ['let x = mine; def mine { echo a }', 'let x = mine ; def mine [echo <a>]'],
  ['defer', '?defer'],
];

for (const [text, expected] of CASES) {
  test(`parse: ${JSON.stringify(text)}`, () => {
    const { script, errors } = parse(text, 'test', registry);
    assert.deepEqual(
      errors.map((error) => error.message),
      [],
    );
    assert.equal(shown.block(script.body), expected);
  });
}

test('an open condition does not reach over the end of its line', () => {
  assert.equal(parse('if $a\n  and $b { echo x }', 'test', registry).errors.length, 2);
});

const pieces = fc.constantFrom(
  ...'proxies,list,top,where,sort,first,def,mine,source,let,if,elif,else,for,in,while,repeat,every,try,catch,timeout,param,exit,echo,not,and,or,|,>,>>,;,\n,{,},(,),[,],\',",$,$x,${,=,!=,<,~,--country,--where,-p,--,-,?,&,#,\\,@top,10,5s,7.5%,a,.b,:,int,\u{1f600},\ud800,\0'.split(
    ',',
  ),
  ' ',
  ',',
);

test('no text makes the parser or the checker crash, and every error points into the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join(' ')),
        fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join('')),
        fc.string({ unit: 'binary', maxLength: 60 }),
      ),
      (text) => {
        const { script, errors } = parse(text, 'test', registry);
        for (const { details } of [...errors, ...checkScript(script, registry, ['x'])]) {
          const span = details.span!;
          assert.ok(span.start >= 0 && span.end > span.start && span.start <= span.text.length, text);
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test('brackets and blocks without end are refused, not a crash', () => {
  const many = 50_000;
  for (const [open, close] of [
    ['echo [', ']'],
    ['echo (', ')'],
    ['if (1 = 1) { ', '}'],
    ['try { ', '}'],
    ['', ''],
  ] as const) {
    for (const text of [open.repeat(many), open.repeat(many) + close.repeat(many), `echo ${'['.repeat(many)}`]) {
      const { errors, script } = parse(text, 'test', registry);
      checkScript(script, registry, []);
      assert.ok(text === '' || errors.length > 0);
    }
  }
  for (const joint of [' and ', ' or ', ' and not ', ' | ']) {
    const text = `proxies list | where ${Array.from({ length: many }, () => 'score > 1').join(joint)}`;
    assert.ok(parse(text, 'test', registry).errors.length > 0 || joint === ' | ');
  }
  assert.equal(parse(`if ${'not '.repeat(many)}true { echo a }`, 'test', registry).errors.length, 0);
});

test('any text written as a word is read back as that text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.string({ unit: fc.constantFrom(...' \t\n\'"$\\#|;>(){}[],?-=a1&@~'), maxLength: 12 }),
      ),
      (text) => {
        if (/^--?[A-Za-z]/.test(text) || text.includes('\r')) return;
        const { script, errors } = parse(`echo ${quoteWord(text)}`, 'test', registry);
        assert.deepEqual(
          errors.map((error) => error.message),
          [],
        );
        const [only] = script.body;
        assert.ok(only?.kind === 'run');
        const [arg] = only.pipeline.calls[0]!.args;
        assert.equal(shown.arg(arg!), `<${text}>`);
        assert.equal(only.soft, false);
      },
    ),
    { numRuns: 500, examples: [['a?#'], ['a??'], ['a?&'], ['?']] },
  );
});
