/** The runner: scripts end to end over real commands, formats, pipes, variables, exit statuses, permission and Ctrl-C. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { createInterpreter } from '../../src/command/create-interpreter.ts';
import { loadRegistry } from '../../src/command/registry.ts';
import { LanguageWorld, LookIo, deeds, registry } from '../help/language-world.ts';

const world = new LanguageWorld();
after(() => world.close());
beforeEach(() => {
  world.interpreter.session.variables.clear();
  deeds.length = 0;
});

/** text, status, data. */
const CASES: readonly (readonly [string, number, string])[] = [
  ['echo hello world', 0, 'hello world\n'],
  ['echo "a  b"  c', 0, 'a  b c\n'],
  [
    'proxies top 2 | select address,latency | to csv',
    0,
    'address,latencyMs\r\n192.0.2.50:3128,1813\r\n192.0.2.49:3128,1776\r\n',
  ],
  [
    'proxies list | where country = DE and latency < 300ms | sort -score | first 2 | select id score',
    0,
    '7\t0.12\n4\t0.06\n',
  ],
  ['proxies list | sort country,-latency | last 1 | select id,country,latency', 0, '36\tUS\t\n'],
  ['proxies list | where tags = slow | count', 0, '1\n'],
  [
    'proxies list | first 0 | to csv',
    0,
    'id,address,protocols,status,score,success,speed,reliability,latencyMs,anonymity,country,breaker,sources,tags,lastCheckedAt,failure,changed,banned,evicted,throughput,targets,listed\r\n',
  ],
  [
    'proxies list | where id = 8 | select tags,failure,banned | to jsonl',
    0,
    '{"tags":["slow","paid"],"failure":null,"banned":false}\n',
  ],
  ['proxies list | first 1 | select id,tags | to md', 0, '| id | tags |\n| --- | --- |\n| 1 |  |\n'],
  ['proxies stats | select total,working', 0, '50\t33\n'],
  ['proxies top 1 --columns id,latency', 0, '50\t1813\n'],
  ['proxies top 2 --where country = DE and latency < 1s --columns id', 0, '28\n25\n'],
  ['proxies top 1 --country DE -p socks5 --columns id', 0, '49\n'],
  ['proxies top 1 --reverse --columns id', 0, '1\n'],
  ['let alive = (proxies stats).working; echo "alive $alive"', 0, 'alive 33\n'],
  ['let rows = proxies top 3; echo $rows.length $rows.0.address $rows.id', 0, '3 192.0.2.50:3128 50 49 48\n'],
  ['let n = proxies list | count; if $n = 50 { echo fifty } else { echo no }', 0, 'fifty\n'],
  ['let t = 5s; if $t > 300ms { echo "$t" } else { echo no }', 0, '5s\n'],
  ['let t = 1ms; sleep $t; echo slept', 0, 'slept\n'],
  ['let cc = DE; proxies list | where country = $cc | count', 0, '17\n'],
  ['let cc = [DE, FR]; proxies list | where country in $cc | count', 0, '34\n'],
  ['let cc = DE; proxies top 1 --where "country = $cc" --columns id', 0, '49\n'],
  ['let cc = [DE]; proxies top 1 --country $cc --columns id', 0, '49\n'],
  ['let best = proxies top 1; proxies list | where id = $best.0.id | select address', 0, '192.0.2.50:3128\n'],
  ['proxies list | where id = (proxies top 1).0.id | select id', 0, '50\n'],
  ['for cc in [DE, FR] { proxies list | where country = $cc | count }', 0, '17\n17\n'],
  ['for p in (proxies top 2) { proxies tag $p best }', 0, ''],
  ['for i in 2..4 { echo $i }', 0, '2\n3\n4\n'],
  ['for x in a,b { echo "<$x>" }', 0, '<a>\n<b>\n'],
  ['let n = 3; while $n > 2 { echo again; let n = 1 }', 0, 'again\n'],
  ['repeat 2 every 1ms { echo tick }', 0, 'tick\ntick\n'],
  ['if not true { echo a } elif (1 = 2 or yes = yes) { echo b }', 2, ''],
  ['let a = yes; if not true { echo a } elif (1 = 2 or $a = yes) { echo b }', 0, 'b\n'],
  ['assert 1 = 2 ?; echo $last.ok $last.exit "$last"', 0, 'false 3 {"ok":false,"exit":3,"error":"not so: 1 = 2"}\n'],
  ['echo a; if $last.ok { echo b }', 0, 'a\nb\n'],
  ['try { assert 1 = 2; echo no } catch e { echo $e.code $e.exit $e.message }', 0, 'E110 3 not so: 1 = 2\n'],
  ['try { assert 1 = 2 }; echo on', 0, 'on\n'],
  ['try { exit 4 } catch { echo no }', 4, ''],
  ['timeout 5s { echo quick }', 0, 'quick\n'],
  ['try { timeout 5ms { sleep 5s } } catch e { echo $e.code }', 0, 'E902\n'],
  ['echo a; exit 7; echo b', 7, 'a\n'],
  ['exit', 0, ''],
  ['every 1s echo hi', 0, 'hi\nhi\n'],
  ['every 1s "echo a; echo b"', 0, 'a\nb\na\nb\n'],
  ['serve', 0, 'http\thttp://127.0.0.1:1/\nport\t1\n'],
  ['broken', 5, '1\n2\n'],
  ['broken ?; echo on', 0, '1\n2\non\n'],
  ['needs engine', 1, ''],
];

for (const [text, status, out] of CASES) {
  test(`run: ${text}`, async () => {
    const said = await world.say(text);
    assert.equal(said.out, out, said.notes);
    assert.equal(said.status, status, said.notes);
  });
}

test('a row stands for its proxy where one is wanted', async () => {
  await world.say('for p in (proxies top 2) { proxies tag $p best }');
  assert.deepEqual(deeds, ['tag 50 best', 'tag 49 best']);
});

const SCRIPT = `#!/usr/bin/env -S refbot run
# Picks the good ones and says when there are too few.
param want: int = 50
param cc: country = DE

let alive = (proxies stats).working
proxies list \\
  | where country = $cc and latency < 900ms   # quick ones
  | sort -score
  | to csv > ./top.csv
if $alive < $want {
  echo "only $alive of $want"
  exit 3
}
echo "enough: $alive"
`;

test('a script of fifteen lines filters, exports CSV and exits 3 when too few work', async () => {
  writeFileSync(join(world.folder, 'nightly.refbot'), SCRIPT);
  const few = await world.say('run ./nightly.refbot');
  assert.deepEqual([few.status, few.out, few.notes], [3, 'only 33 of 50\n', '']);
  const lines = readFileSync(join(world.folder, 'top.csv'), 'utf8').split('\r\n');
  assert.equal(
    lines[0],
    'id,address,protocols,status,score,success,speed,reliability,latencyMs,anonymity,country,breaker,sources,tags,lastCheckedAt,failure,changed,banned,evicted,throughput,targets,listed',
  );
  assert.equal(lines.length, 9);
  assert.match(lines[1]!, /^25,192\.0\.2\.25:3128,"http,socks5",failed,0\.48,/);
  const enough = await world.say('run ./nightly.refbot 10 FR');
  assert.deepEqual([enough.status, enough.out], [0, 'enough: 33\n']);
  const argv = await world.argv('run', './nightly.refbot', '10');
  assert.deepEqual([argv.status, argv.out], [0, 'enough: 33\n']);
});

test('with a typo in line 10 nothing of the script runs', async () => {
  writeFileSync(
    join(world.folder, 'typo.refbot'),
    SCRIPT.replace('to csv', 'to cvs').replace('echo "enough', 'ecko "enough'),
  );
  const said = await world.say('run ./typo.refbot');
  assert.equal(said.status, 2);
  assert.equal(said.out, '');
  assert.match(said.notes, /error\[E103\]: cvs is not one of .*\n {3}┌─ \.\/typo\.refbot:10:8\n10 │ {3}\| to cvs > /);
  assert.match(said.notes, /= did you mean csv \?/);
  assert.match(said.notes, /typo\.refbot:15:1/);
  assert.match(said.notes, /= did you mean echo \?/);
});

test('--check reads the whole script and runs nothing', async () => {
  writeFileSync(join(world.folder, 'check.refbot'), 'proxies tag 1 x\nproxies remove @all');
  const said = await world.say('run ./check.refbot --check');
  assert.deepEqual([said.status, said.notes, deeds.length], [0, './check.refbot: no errors', 0]);
  assert.equal((await world.say('echo a', { checkOnly: true })).out, '');
  assert.equal(registry.needsEngine(['run', 'x', '--check']), false);
  assert.equal(registry.needsEngine(['run', 'x']), true);
  assert.equal(registry.needsEngine(['echo']), false);
});

test('arguments of a script: too few, too many, of the wrong type', async () => {
  const script = 'param n: int\nparam t: duration = 1s\necho $n $t';
  const run = async (...args: string[]) => world.say(script, {}, {}, { args, origin: 'x.refbot' });
  assert.equal((await run('5')).out, '5 1s\n');
  assert.match(
    (await run()).notes,
    /error\[E104\]: the script needs a value for n\n.*\n.*\n.*\n {2}= usage: x\.refbot <n> \[t\]/,
  );
  assert.match((await run('1', '2s', '3')).notes, /takes 2 arguments, 3 were given/);
  assert.match((await run('five')).notes, /five is not a whole number/);
});

test('a script has variables of its own, a prompt keeps its own', async () => {
  writeFileSync(join(world.folder, 'vars.refbot'), 'let inner = 1\necho $inner');
  assert.equal((await world.say('let outer = 2; run ./vars.refbot; echo $outer')).out, '1\n2\n');
  assert.equal((await world.say('echo $inner')).status, 2);
  assert.equal((await world.say('echo $outer')).out, '2\n');
});

test('a script that fails inside another ends it with its status, unless softened', async () => {
  writeFileSync(join(world.folder, 'inner.refbot'), 'echo in\nassert 1 = 2 "inner broke"');
  const hard = await world.say('run ./inner.refbot; echo never');
  assert.deepEqual([hard.status, hard.out], [3, 'in\n']);
  assert.equal(hard.notes.match(/E110/g)?.length, 1, 'said once');
  const soft = await world.say('run ./inner.refbot ?; echo $last.exit');
  assert.deepEqual([soft.status, soft.out], [0, 'in\n3\n']);
  const caught = await world.say('try { run ./inner.refbot } catch e { echo "caught $e" }');
  assert.equal(caught.out, 'in\ncaught {"code":null,"message":"failed with status 3","exit":3}\n');
});

test('--keep-going goes on and ends with the status of what failed; --echo says each command', async () => {
  const said = await world.say('assert 1 = 2\necho a\nbroken', { keepGoing: true });
  assert.equal(said.out, 'a\n1\n2\n');
  assert.equal(said.status, 5);
  const echoed = await world.say('let x = 1\necho a $x', { echo: true });
  assert.deepEqual([echoed.notes, echoed.out], ['+ echo a $x', 'a 1\n']);
});

test('redirects write files where the io opens them, also empty ones, and >> adds', async () => {
  await world.say('proxies top 1 --columns id > ./out.tsv; proxies top 2 --columns id >> ./out.tsv');
  assert.equal(readFileSync(join(world.folder, 'out.tsv'), 'utf8'), '50\n50\n49\n');
  await world.say('let name = empty; proxies list | where id = 0 > "./$name.tsv"');
  assert.equal(readFileSync(join(world.folder, 'empty.tsv'), 'utf8'), '');
  const table = await world.say('proxies top 1 > ./t.tsv', {}, { tty: true });
  assert.equal(table.out, '');
  assert.match(readFileSync(join(world.folder, 't.tsv'), 'utf8'), /^50\t192/, 'a file gets no table');
});

test('a terminal gets a table with units, a pipe gets raw TSV, --json one document', async () => {
  const table = await world.say('proxies top 2', {}, { tty: true });
  assert.equal(
    table.out,
    `address          status   score  latency  country  protocols
192.0.2.50:3128  working  0.980    1.8 s  FR       http
192.0.2.49:3128  failed   0.960    1.8 s  DE       http, socks5
`,
  );
  const json = await world.say('proxies top 2 --columns id,latency', { format: 'json' });
  const { ok, data, meta } = JSON.parse(json.out) as {
    ok: boolean;
    data: unknown;
    meta: { count: number; ms: number };
  };
  assert.deepEqual(
    [ok, data, meta.count, typeof meta.ms],
    [
      true,
      [
        { id: 50, latencyMs: 1813 },
        { id: 49, latencyMs: 1776 },
      ],
      2,
      'number',
    ],
  );
  const value = await world.say('proxies stats --json');
  assert.deepEqual((JSON.parse(value.out) as { data: { total: number } }).data.total, 50);
  const nothing = await world.say('proxies tag 1 x --json');
  assert.deepEqual((JSON.parse(nothing.out) as { data: unknown; meta: { count: number } }).data, null);
  assert.equal((await world.say('serve --json')).out, '{"http":"http://127.0.0.1:1/","port":1}\n');
  const failing = await world.say('broken', { format: 'json' });
  assert.equal((JSON.parse(failing.out) as { ok: boolean }).ok, false, 'no half document in front of the error');
});

test('readonly, dry run, and asking before something is destroyed', async () => {
  assert.equal((await world.say('proxies tag 1 x', { readonly: true })).status, 6);
  assert.equal((await world.say('proxies list | count', { readonly: true })).status, 0);
  const dry = await world.say('proxies remove @all --dry-run; proxies tag 1 x --dry-run > ./no.txt');
  assert.deepEqual(
    [dry.status, dry.notes, deeds.length],
    [0, 'would run: proxies remove @all --dry-run\nwould write ./no.txt\nwould run: proxies tag 1 x --dry-run', 0],
  );
  assert.throws(() => readFileSync(join(world.folder, 'no.txt')));
  assert.equal((await world.say('proxies remove @all')).status, 6);
  const asked = await world.say('proxies remove @top 3', {}, {}, { yes: true });
  assert.deepEqual(
    asked.events.filter((event) => event.startsWith('ask')),
    ['ask Removes proxies: proxies remove @top 3 ?'],
  );
  await world.say('proxies remove where country = DE --yes');
  await world.say('proxies remove 1 2 192.0.2.7:3128', { yes: true });
  await world.say('let p = (proxies top 2); proxies remove $p --yes');
  assert.deepEqual(deeds, ['remove @top 3', 'remove where country = DE', 'remove 1 2 192.0.2.7:3128', 'remove 50 49']);
});

test('the flags of `run` hold for the script, and so does the time limit around it', async () => {
  writeFileSync(join(world.folder, 'danger.refbot'), 'proxies remove @all\nproxies tag 1 x');
  const dry = await world.say('run ./danger.refbot --dry-run');
  assert.deepEqual([dry.status, deeds], [0, []]);
  assert.equal((await world.say('run ./danger.refbot --yes')).status, 0);
  assert.deepEqual(deeds, ['remove @all', 'tag 1 x']);
  assert.equal((await world.say('run ./danger.refbot', { readonly: true })).status, 6);
  writeFileSync(join(world.folder, 'long.refbot'), 'sleep 1h');
  assert.equal((await world.say('timeout 20ms { run ./long.refbot }')).status, 124);
});

test('a text of another program cannot weaken safety', async () => {
  const interpreter = createInterpreter({ engine: null, registry, remote: true });
  const { signal } = new AbortController();
  writeFileSync(join(world.folder, 'weak.refbot'), 'proxies tag 1 x --allow-private');
  for (const text of ['proxies tag 1 x --allow-private', 'run ./weak.refbot', 'run ./weak.refbot --allow-private']) {
    const io = new LookIo(world.folder);
    assert.equal(await interpreter.run({ text, origin: 'there' }, io, {}, signal), 6);
    assert.match(io.events.join('\n'), /error\[E604\]/);
  }
  assert.deepEqual(deeds, []);
  assert.equal((await world.say('proxies tag 1 x --allow-private')).status, 0);
});

test('who asks by an alias while the commands are loaded is answered', async () => {
  for (const argv of [['ls'], ['ls', '--limit', '1']]) {
    const young = loadRegistry();
    const loading = young.preload();
    const interpreter = createInterpreter({ engine: null, registry: young, remote: true });
    const { signal } = new AbortController();
    const io = new LookIo(world.folder);
    assert.equal(await interpreter.runArgv(argv, io, { checkOnly: true }, signal), 0, io.events.join('\n'));
    await loading;
  }
});

test('Ctrl-C ends a command with what there is: partial, status 130, and nothing after it runs', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 120);
  const said = await world.say(
    'slow rows | where n > 0 | sort -n; echo never',
    { format: 'json' },
    {},
    { signal: stop.signal },
  );
  const { ok, data, meta } = JSON.parse(said.out) as {
    ok: boolean;
    data: { n: number }[];
    meta: { partial: boolean; count: number };
  };
  assert.equal(said.status, 130);
  assert.equal(ok, true);
  assert.equal(meta.partial, true);
  assert.ok(data.length >= 2 && data.length === meta.count);
  assert.equal(data.at(-1)!.n, 1, 'sorted all the same');
  assert.equal(said.events.at(-1), 'write');
  assert.ok(said.events.includes('progress 1') && said.events.includes('progress none'));
  const waiting = new AbortController();
  setTimeout(() => waiting.abort(), 20);
  assert.equal((await world.say('sleep 1h; echo no', {}, {}, { signal: waiting.signal })).status, 130);
  assert.equal((await world.say('while true { let x = 1 }', {}, {}, { signal: AbortSignal.timeout(30) })).status, 130);
});

test('cancelled before there was anything to show: JSON still is one document', async () => {
  const cases = [
    ['proxies list', AbortSignal.abort()],
    ['let all = slow rows', AbortSignal.timeout(20)],
  ] as const;
  for (const [text, signal] of cases) {
    const stopped = await world.say(text, { format: 'json' }, {}, { signal });
    const { ok, error } = JSON.parse(stopped.out) as { ok: boolean; error: { name: string } };
    assert.deepEqual([stopped.status, ok, error.name], [130, false, 'cancelled']);
  }
});

test('first stops its source; a pipe of many rows lets the event loop turn', async () => {
  assert.equal((await world.say('slow rows | first 2')).out, '1\n2\n');
  let turns = 0;
  let running = true;
  const turn = (): void => {
    turns++;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  const said = await world.say('many rows 30000 | where n >= 15000 | sort -n | to csv');
  const table = await world.say('many rows 10000', {}, { tty: true });
  running = false;
  assert.equal(said.out.split('\r\n').length, 15_002);
  assert.equal(table.out.split('\n').length, 10_002);
  assert.ok(turns > 10, `${turns} turns`);
});

test('exit at a prompt with a face ends the shell; inside a script it does not', async () => {
  let quits = 0;
  const interpreter = createInterpreter({
    engine: null,
    registry,
    face: { quit: () => void quits++, clear: () => {} },
  });
  writeFileSync(join(world.folder, 'exit.refbot'), 'exit 0');
  const { signal } = new AbortController();
  await interpreter.run({ text: 'run ./exit.refbot', origin: 'prompt' }, new LookIo(world.folder), {}, signal);
  assert.equal(quits, 0);
  assert.equal(await interpreter.run({ text: 'exit 2', origin: 'prompt' }, new LookIo(world.folder), {}, signal), 2);
  assert.equal(quits, 1);
});

test('argv is never lexed: quotes, blanks, dollars and bars are text', async () => {
  assert.equal(
    (await world.argv('echo', 'a  b', '$x', "it's", '|', '#', '0x1f', '"q"')).out,
    'a  b $x it\'s | # 0x1f "q"\n',
  );
  assert.equal((await world.argv('echo', '--', '--flag')).out, '--flag\n');
  assert.equal((await world.argv('top', '1', '--country=DE', '--columns', 'id')).out, '49\n');
  assert.equal(
    (await world.argv('proxies', 'top', '1', '--where', 'country = DE and latency < 1s', '--columns', 'id')).out,
    '28\n',
  );
  assert.equal((await world.argv('proxies', 'remove', 'where', 'country', '=', 'DE', '--yes')).out, 'removed\t17\n');
  assert.equal((await world.argv('proxies', 'remove', '@top', '3', '--yes')).status, 0);
  assert.equal((await world.argv('every', '1s', 'echo', 'a b')).out, 'a b\na b\n');
  assert.equal((await world.argv('every', '1s', 'proxies list | first 1 | select id')).out, '1\n1\n');
  assert.equal((await world.argv('assert', '1', '<', '2')).status, 0);
  assert.match((await world.argv()).notes, /no command/);
  assert.match((await world.argv('proxies')).notes, /needs a verb/);
});

test('only what changes nothing may run beside another command', () => {
  const { interpreter } = world;
  const cases: readonly (readonly [string, boolean])[] = [
    ['echo a', true],
    ['echo a; echo b', true],
    ['proxies list | first 2', true],
    ['proxies list > rows.tsv', false],
    ['let x = 1', false],
    ['echp a', false],
    ['', false],
  ];
  for (const [text, reads] of cases) assert.equal(interpreter.onlyReads(text), reads, text);
});

test('what is asked, echoed or only talked about has no password in it', async () => {
  const line = 'proxies remove ann:hunter2@192.0.2.7:3128';
  const asked = await world.say(line, {}, {}, { yes: true });
  assert.equal(asked.status, 0);
  assert.match(asked.events.join('\n'), /^ask .*ann:\*\*\*@192\.0\.2\.7:3128 \?$/m);
  const dry = await world.say(`${line} --dry-run`, { echo: true });
  assert.match(dry.notes, /^would run: proxies remove ann:\*\*\*@/m);
  assert.match(dry.notes, /^\+ proxies remove ann:\*\*\*@/m);
  assert.ok(!`${asked.events.join()}${dry.notes}${dry.out}`.includes('hunter2'));
});

test('inside a try the first error goes to the catch, with --keep-going too', async () => {
  const text = 'try { assert 1 = 2; echo after } catch e { echo caught }; echo end';
  for (const keepGoing of [false, true]) {
    const { out, status } = await world.say(text, { keepGoing });
    assert.deepEqual([status, out], [0, 'caught\nend\n'], `keepGoing ${keepGoing}`);
  }
});

test('a table on a terminal has the columns that select kept, no others', async () => {
  const { out } = await world.say('proxies top 2 | select address,score', {}, { tty: true });
  const [titles, first] = out.split('\n').map((line) => line.trim().split(/\s{2,}/));
  assert.deepEqual(titles, ['address', 'score']);
  assert.equal(first?.length, 2);
});
