/** Command lines over a hostile world: those that let everything in, and those that show it or complain about it. Many fail; the next one goes on. */
import { ALL, FORGED, NAME, WORD } from './hostile.ts';

/** A text as the language takes it raw. */
export const quoted = (text: string): string => `'${text.replace(/['\0]|\p{Surrogate}/gu, '')}'`;

/** What is written out is checked before anything runs; what a variable holds is not. */
const VALUES = Object.entries({ all: ALL, word: WORD, forged: FORGED }).map(
  ([name, text]) => `let ${name} = ${quoted(text)}`,
);

/** @param url of the lists */
export const intakeLines = (url: string): readonly string[] => [
  ...VALUES,
  `proxies import ${quoted(`list${NAME}.txt`)}`,
  ...['plain', 'csv', 'json', 'html', 'away', 'gone'].map((path) => `sources add ${url}${path} --name ${path}`),
  'sources add lists --name folder',
  'scrape plain csv json html away gone folder',
  'proxies check where address ~ ^127 --timeout 1s',
  'alias hy = echo $all',
  'backup create $all',
];

/** What holds something from outside. */
export const readingLines: readonly string[] = [
  ...VALUES,
  'proxies list',
  'proxies list --columns id,address,sources,tags',
  'proxies top 5 --columns address,tags',
  'proxies list | group by sources',
  'proxies list | where address ~ HX | first 3',
  'proxies list | chart bar sources',
  'proxies show 1',
  'proxies show 2',
  'proxies stats',
  'proxies health',
  'proxies export - --format csv --limit 3',
  'sources list',
  'sources list | select name,location,format,error',
  'sources test lists',
  'log 60',
  'jobs',
  'history',
  'alias',
  'backup list',
  'config path',
  'config show',
  'state path',
  'echo $all',
];

const REFUSING = [
  'proxies show',
  'proxies import',
  'proxies tag 1',
  'proxies top --country',
  'proxies list --where',
  'check',
  'check @all --judge',
  'check @all --target',
  'sources add',
  'sources test',
  'sources disable',
  'sources remove',
  'scrape',
  'backup restore',
  'config get',
  'config reset',
  'kill',
  'wait',
  'help',
  'unalias',
  'alias',
  'format',
  'sleep',
  'fmt',
  'run',
  'log --area',
  'history --find',
  'completions',
  'exit',
];

/** Mistakes, each quoting what it was given. @param url of the lists */
export const failingLines = (url: string): readonly string[] => [
  ...VALUES,
  'doctor',
  'keys',
  'state verify',
  'config validate',
  ...['plain', 'json', 'away', 'gone', 'raw'].map((path) => `sources test ${url}${path}`),
  ...['says', 'wrong', 'broken', 'none'].map((name) => `run ${quoted(`${name}${NAME}.refbot`)}`),
  ...REFUSING.flatMap((command) => ['$all', '$forged'].map((value) => `${command} ${value}`)),
  'let list = "[$all]"; run $list',
  'config set $all 1',
  'config set mode $all',
  'proxies list --columns $word',
  'proxies list --where "country = $word and $word"',
  `proxies list | first 3 | save ${quoted(`saved${NAME}.json`)}`,
  `proxies export ${quoted(`none${NAME}/x.csv`)}`,
  'sources add gopher://$word',
  `sources add ${url}x --name $word`,
  'check @all --judge http://127.0.0.1:1/$word',
  `check @all --judge ${url}`,
  `fmt ${quoted(`wrong${NAME}.refbot`)}`,
];

/** A file of commands in which everything is wrong. */
export const WRONG_FILE = [
  `echo '${ALL}' ${WORD} --x`,
  `  proxies top --${WORD} ${ALL}`,
  `${WORD} ${ALL}`,
  `proxies list --columns ${WORD} | sort ${WORD}`,
  `proxies list | where ${WORD} = 1`,
  `echo $${WORD}`,
  `sleep '${FORGED}'`,
  `view '${ALL}'`,
  '',
].join('\n');
