/** What the parser makes of a text: statements, pipelines, calls and expressions, each with its place in the text. Data only. */
import type { Command } from '../registry.ts';
import type { ArgType } from '../types.ts';
import type { Place } from './place.ts';

/** Offsets into the text in UTF-16 units, end exclusive. */
export interface At {
  readonly start: number;
  readonly end: number;
}

/** A piece of a word or string: text, or a variable whose text goes in its place. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly path: readonly string[];
      /** Without braces: steps of the path that lead nowhere are text (`$file.csv`). */
      readonly loose: boolean;
      readonly at: At;
    };

/** A word or string; `bare` = no quotes around any of it. */
export interface Word {
  readonly kind: 'word';
  readonly parts: readonly Part[];
  readonly bare: boolean;
  readonly at: At;
}

/** `$x.y`: one value, never split again. */
export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly path: readonly string[];
  readonly at: At;
}

/** `(pipeline).field` */
export interface Sub {
  readonly kind: 'sub';
  readonly pipeline: Pipeline;
  readonly path: readonly string[];
  readonly at: At;
}

export interface List<T> {
  readonly kind: 'list';
  readonly items: readonly T[];
  readonly at: At;
}

/** What stands as one argument of a command. */
export type Term = Word | Variable | Sub | List<Term>;

export const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', '~', '!~', 'in', 'not in'] as const;
export type Operator = (typeof OPERATORS)[number];

export type Expr =
  | { readonly kind: 'literal'; readonly value: unknown; readonly at: At }
  | { readonly kind: 'field'; readonly path: readonly string[]; readonly at: At }
  | Word
  | Variable
  | Sub
  | List<Expr>
  | { readonly kind: 'not'; readonly operand: Expr; readonly at: At }
  | { readonly kind: 'and' | 'or'; readonly left: Expr; readonly right: Expr; readonly at: At }
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: Expr;
      readonly right: Expr;
      readonly at: At;
    };

/** What a flag or positional argument holds. */
export type ArgValue =
  | Term
  /** A filter or condition written out; `where` in front belongs to a selector. */
  | { readonly kind: 'filter'; readonly expr: Expr; readonly text: string; readonly selector: boolean; readonly at: At }
  /** A command line as an argument (`watch 2s proxies top`). */
  | { readonly kind: 'line'; readonly pipeline: Pipeline; readonly text: string; readonly at: At };

export type Arg =
  | { readonly kind: 'value'; readonly value: ArgValue; readonly at: At }
  /** `value` null: a switch, or the value is missing. */
  | {
      readonly kind: 'flag';
      readonly name: string;
      readonly value: ArgValue | null;
      readonly at: At;
      readonly nameAt: At;
    };

export interface Call {
  /** Null when no command has this name. */
  readonly command: Command | null;
  /** The words as they were typed, arguments not included; for an unknown command all leading bare words. */
  readonly words: readonly string[];
  readonly nameAt: At;
  readonly args: readonly Arg[];
  readonly at: At;
}

export interface Redirect {
  readonly append: boolean;
  readonly target: Term;
  readonly at: At;
}

export interface Pipeline {
  readonly kind: 'pipeline';
  readonly calls: readonly Call[];
  readonly redirect: Redirect | null;
  readonly at: At;
}

export type Block = readonly Statement[];

/** `n: int = 5` of a `def`. */
export interface Parameter {
  readonly name: string;
  readonly type: ArgType<unknown>;
  /** The default; absent: it has to be given. */
  readonly initial?: unknown;
  readonly at: At;
}

/** A command of one's own. */
export interface Definition {
  readonly kind: 'def';
  readonly name: string;
  readonly params: readonly Parameter[];
  readonly body: Block;
  /** The comment right above it; empty when there is none. */
  readonly comment: string;
  readonly at: At;
  readonly nameAt: At;
}

export type Statement =
  | Definition
  | {
      readonly kind: 'run';
      readonly pipeline: Pipeline;
      /** A trailing `?`: failing is no error. */ readonly soft: boolean;
      /** A trailing `&`: it runs as a job. */ readonly background: boolean;
      readonly at: At;
    }
  | {
      readonly kind: 'let';
      readonly name: string;
      readonly value: Expr | Pipeline;
      readonly at: At;
      readonly nameAt: At;
    }
  | {
      readonly kind: 'param';
      readonly name: string;
      readonly type: ArgType<unknown>;
      readonly initial: Term | null;
      readonly at: At;
      readonly nameAt: At;
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Expr; readonly body: Block }[];
      readonly otherwise: Block | null;
      readonly at: At;
    }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly items: Term;
      readonly body: Block;
      readonly at: At;
      readonly nameAt: At;
    }
  | {
      readonly kind: 'try';
      readonly body: Block;
      readonly caught: { readonly name: string | null; readonly body: Block } | null;
      readonly at: At;
    }
  | { readonly kind: 'timeout'; readonly limit: Term; readonly body: Block; readonly at: At }
  | { readonly kind: 'while'; readonly condition: Expr; readonly body: Block; readonly at: At }
  | {
      readonly kind: 'repeat';
      readonly times: Term;
      readonly every: Term | null;
      readonly body: Block;
      readonly at: At;
    };

export interface Script extends Place {
  readonly body: Block;
}
