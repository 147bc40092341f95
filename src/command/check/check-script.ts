/** Type-checks a whole text before anything of it runs, and finds all errors at once. Pure: asks no engine. */
import { checkExpression } from './check-expression.ts';
import { checkGathered, checkPipeline, checkTerm } from './check-pipeline.ts';
import { convert } from '../types/convert.ts';
import { duration } from '../types/duration.ts';
import { int } from '../types/int.ts';
import { functionsOf } from '../syntax/parse.ts';
import { Vocabulary } from '../vocabulary.ts';
import { errorAt, locate } from '../syntax/place.ts';
import { Scope } from './scope.ts';
import { sourceKey } from './checking.ts';
import { variablesIn } from './variables-in.ts';
import { staticText } from '../syntax/words.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Registry } from '../registry.ts';
import type { Block, Definition, Pipeline, Script, Statement, Term } from '../syntax/ast.ts';
import type { ArgType } from '../types.ts';
import type { Checking } from './checking.ts';

/** @param variables names that are set before the text begins; @param sources files that it takes in, by `sourceKey` */
export function checkScript(
  script: Script,
  registry: Registry,
  variables: Iterable<string>,
  sources: ReadonlyMap<string, Script> = new Map(),
): readonly RefbotError[] {
  const scope = new Scope(script, variables);
  checkText({ scope, registry, sources }, script);
  return scope.errors;
}

/** Commands that the text defines may find whatever it sets, since they run later. */
function checkText(around: Checking, script: Script): void {
  const own = functionsOf(script);
  const checking = own.size === 0 ? around : { ...around, registry: new Vocabulary(around.registry, own) };
  const set = variablesIn(script.body);
  const defined = new Set<string>();
  for (const statement of script.body) {
    if (statement.kind === 'def') checkDefinition(checking, statement, set, defined);
    else checkStatement(checking, statement);
  }
}

function checkDefinition(
  checking: Checking,
  { name, nameAt, params, body }: Definition,
  set: readonly string[],
  defined: Set<string>,
): void {
  const { scope, registry } = checking;
  const problem = defined.has(name)
    ? `${name} is defined twice`
    : hides(registry, name)
      ? `${name} is a command already`
      : null;
  if (problem !== null)
    scope.report(errorAt(scope.place, 'syntax', problem, nameAt, { hint: 'give it a name of its own' }));
  defined.add(name);
  const inner = scope.inside(scope.place, [...set, ...params.map((param) => param.name)]);
  checkBlock({ ...checking, scope: inner }, body);
}

/** True for a name that belongs to the program. */
function hides(registry: Registry, name: string): boolean {
  const known = registry.get(name);
  if (known && known.own === undefined) return true;
  return registry.verbs(name).length > 0 || registry.aliases().has(name);
}

function checkBlock(checking: Checking, block: Block): void {
  for (const statement of block) checkStatement(checking, statement);
}

function checkStatement(checking: Checking, statement: Statement): void {
  const { scope } = checking;
  switch (statement.kind) {
    case 'run':
      checkPipeline(checking, statement.pipeline);
      checkSourced(checking, statement.pipeline);
      return;
    case 'def':
      // Only at the top of a text: see checkText.
      return;
    case 'let':
      if (statement.value.kind === 'pipeline') checkGathered(checking, statement.value);
      else checkExpression(checking, statement.value, [], checkTerm);
      scope.define(statement.name);
      return;
    case 'param':
      if (statement.initial) checkTyped(checking, statement.initial, statement.type);
      scope.define(statement.name);
      return;
    case 'if':
      for (const { condition, body } of statement.branches) {
        checkExpression(checking, condition, [], checkTerm);
        checkBlock(checking, body);
      }
      if (statement.otherwise) checkBlock(checking, statement.otherwise);
      return;
    case 'for':
      checkTerm(checking, statement.items);
      scope.define(statement.name);
      checkBlock(checking, statement.body);
      return;
    case 'while':
      checkExpression(checking, statement.condition, [], checkTerm);
      checkBlock(checking, statement.body);
      return;
    case 'repeat':
      checkTyped(checking, statement.times, int({ min: 0 }));
      if (statement.every) checkTyped(checking, statement.every, duration);
      checkBlock(checking, statement.body);
      return;
    case 'try':
      checkBlock(checking, statement.body);
      if (statement.caught?.name) scope.define(statement.caught.name);
      if (statement.caught) checkBlock(checking, statement.caught.body);
      return;
    case 'timeout':
      checkTyped(checking, statement.limit, duration);
      checkBlock(checking, statement.body);
  }
}

/** A file that is taken in where its name is written out: checked as if it stood here, and what it sets is set. */
function checkSourced(checking: Checking, { calls }: Pipeline): void {
  const [call] = calls;
  const [arg] = call?.command?.name === 'source' ? call.args : [];
  const path = arg?.kind === 'value' && arg.value.kind === 'word' ? staticText(arg.value) : null;
  const { scope, sources } = checking;
  const script = path === null ? undefined : sources?.get(sourceKey(scope.place, path));
  if (!script) return;
  const inside = scope.inside(script, []);
  checkText({ ...checking, scope: inside }, script);
  for (const name of inside.variables) scope.define(name);
}

/** A value written out must be of the type; one that is known only later is checked later. */
function checkTyped(checking: Checking, term: Term, type: ArgType<unknown>): void {
  checkTerm(checking, term);
  const text = term.kind === 'word' ? staticText(term) : null;
  if (text === null) return;
  try {
    convert(type, text);
  } catch (error) {
    checking.scope.report(locate(error, checking.scope.place, term.at));
  }
}
