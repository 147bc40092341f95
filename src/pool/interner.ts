/** Strings as small numbers while somebody uses them: the host names and user names of the pool. Numbers start at 1 and are used again. */

export class Interner {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [''];
  readonly #uses: number[] = [0];
  readonly #free: number[] = [];

  get size(): number {
    return this.#numbers.size;
  }

  /** Its number, without using it; 0 when nobody does. */
  find(text: string): number {
    return this.#numbers.get(text) ?? 0;
  }

  /** Counts one more user. */
  use(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) {
      this.#uses[known]! += 1;
      return known;
    }
    const number = this.#free.pop() ?? this.#texts.length;
    this.#numbers.set(text, number);
    this.#texts[number] = text;
    this.#uses[number] = 1;
    return number;
  }

  /** Counts one user less; the last one frees the number. */
  release(number: number): void {
    this.#uses[number]! -= 1;
    if (this.#uses[number] !== 0) return;
    this.#numbers.delete(this.#texts[number]!);
    this.#texts[number] = '';
    this.#free.push(number);
  }

  text(number: number): string {
    return this.#texts[number]!;
  }
}
