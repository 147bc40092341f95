/** What the checker knows while it walks a text: the variables set so far, the place of errors, and the errors found. */
import { errorAt } from '../syntax/place.ts';
import { nearest } from '../../lib/suggest.ts';
import type { RefbotError } from '../../model/errors.ts';
import type { Part, Variable } from '../syntax/ast.ts';
import type { Place } from '../syntax/place.ts';

export class Scope {
  readonly place: Place;
  readonly errors: RefbotError[];
  readonly #variables: Set<string>;

  constructor(place: Place, variables: Iterable<string>, errors: RefbotError[] = []) {
    this.place = place;
    this.#variables = new Set([...variables, 'last']);
    this.errors = errors;
  }

  /** A block in another text, or with variables of its own: what is found there is found here. */
  inside(place: Place, more: Iterable<string>): Scope {
    return new Scope(place, [...this.#variables, ...more], this.errors);
  }

  /** Names set so far. */
  get variables(): Iterable<string> {
    return this.#variables;
  }

  define(name: string): void {
    this.#variables.add(name);
  }

  has(name: string): boolean {
    return this.#variables.has(name);
  }

  report(error: RefbotError): void {
    this.errors.push(error);
  }

  /** Reports a variable that nothing has set. */
  checkVariable({ name, at }: Variable | (Part & { kind: 'variable' })): void {
    if (!this.has(name)) this.report(this.#unknown(name, at));
  }

  #unknown(name: string, at: Variable['at']): RefbotError {
    const near = nearest(name, this.#variables);
    const hint = near === null ? `set it first: let ${name} = …` : `did you mean $${near} ?`;
    return errorAt(this.place, 'unknown-variable', `unknown variable $${name}`, at, { label: 'was never set', hint });
  }
}
