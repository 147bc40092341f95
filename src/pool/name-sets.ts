/**
 * Sets of names (sources, tags) as numbers. Proxies with the same names share one number, and adding a name to a set
 * is one look-up after the first time. Number 0 is the empty set. Sets are never forgotten: there are far fewer than proxies.
 */

/** More names than this never exist; makes one number out of a set and a name. */
const NAME_LIMIT = 2 ** 20;

export class NameSets {
  readonly #names: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** Names of each set, in the order in which the names were first met. */
  readonly #sets: (readonly string[])[] = [Object.freeze([])];
  readonly #members: (readonly number[])[] = [[]];
  readonly #known = new Map<string, number>([['', 0]]);
  readonly #toggled = new Map<number, number>();

  /** Shared and frozen. */
  names(set: number): readonly string[] {
    return this.#sets[set]!;
  }

  /** Numbers of the names in the set, for counters: ascending, below {@link nameCount}. */
  members(set: number): readonly number[] {
    return this.#members[set]!;
  }

  /** How many names were ever met. */
  get nameCount(): number {
    return this.#names.length;
  }

  nameOf(number: number): string {
    return this.#names[number]!;
  }

  has(set: number, name: string): boolean {
    return this.#sets[set]!.includes(name);
  }

  with(set: number, name: string): number {
    return this.has(set, name) ? set : this.#toggle(set, this.#number(name));
  }

  /** {@link with} of one name for many sets: each is looked up once. */
  adding(name: string): (set: number) => number {
    const joined: number[] = [];
    return (set) => (joined[set] ??= this.with(set, name));
  }

  without(set: number, name: string): number {
    return this.has(set, name) ? this.#toggle(set, this.#number(name)) : set;
  }

  of(names: Iterable<string>): number {
    let set = 0;
    for (const name of names) set = this.with(set, name);
    return set;
  }

  #number(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }

  #toggle(set: number, name: number): number {
    const memo = set * NAME_LIMIT + name;
    const remembered = this.#toggled.get(memo);
    if (remembered !== undefined) return remembered;
    const before = this.#members[set]!;
    const members = before.includes(name)
      ? before.filter((member) => member !== name)
      : [...before, name].sort((a, b) => a - b);
    const key = members.join(' ');
    let found = this.#known.get(key);
    if (found === undefined) {
      found = this.#sets.push(Object.freeze(members.map((member) => this.#names[member]!))) - 1;
      this.#members.push(members);
      this.#known.set(key, found);
    }
    this.#toggled.set(memo, found);
    return found;
  }
}
