/** Type-checks a whole text before anything of it runs, and finds all errors at once. Pure: asks no engine. */
import { checkExpression } from './check-expression.ts';
import { checkGathered, checkPipeline, checkTerm } from './check-pipeline.ts';
import { convert } from '../convert.ts';
import { duration } from '../types/duration.ts';
import { int } from '../types/int.ts';
import { locate } from '../syntax/place.ts';
import { Scope } from './scope.ts';
import { staticText } from '../syntax/words.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Registry } from '../registry.ts';
import type { Block, Script, Statement, Term } from '../syntax/ast.ts';
import type { ArgType } from '../types.ts';
import type { Checking } from './checking.ts';

/** @param variables names that are set before the text begins */
export function checkScript(script: Script, registry: Registry, variables: Iterable<string>): readonly RefbotError[] {
  const scope = new Scope(script, variables);
  checkBlock({ scope, registry }, script.body);
  return scope.errors;
}

function checkBlock(checking: Checking, block: Block): void {
  for (const statement of block) checkStatement(checking, statement);
}

function checkStatement(checking: Checking, statement: Statement): void {
  const { scope } = checking;
  switch (statement.kind) {
    case 'run':
      checkPipeline(checking, statement.pipeline);
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
