/** The variables that a block may set, wherever in it: what a command of one's own may find when it is called. Pure. */
import type { Block, Statement } from '../syntax/ast.ts';

export function variablesIn(block: Block): string[] {
  return block.flatMap(variablesOf);
}

function variablesOf(statement: Statement): string[] {
  switch (statement.kind) {
    case 'let':
    case 'param':
      return [statement.name];
    case 'for':
      return [statement.name, ...variablesIn(statement.body)];
    case 'if':
      return [
        ...statement.branches.flatMap(({ body }) => variablesIn(body)),
        ...variablesIn(statement.otherwise ?? []),
      ];
    case 'try': {
      const { caught } = statement;
      return [
        ...variablesIn(statement.body),
        ...(caught?.name ? [caught.name] : []),
        ...variablesIn(caught?.body ?? []),
      ];
    }
    case 'while':
    case 'repeat':
    case 'timeout':
      return variablesIn(statement.body);
    case 'run':
    case 'def':
      return [];
  }
}
