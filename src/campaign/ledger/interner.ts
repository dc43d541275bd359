/** Numbers for values: equal keys get the same one. */
export class Interner<V> {
  readonly #byKey = new Map<string, number>();
  readonly #values: V[] = [];

  get size(): number {
    return this.#values.length;
  }

  of(key: string, value: () => V): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const id = this.add(value());
    this.#byKey.set(key, id);
    return id;
  }

  /** A value of its own, equal to no other. */
  add(value: V): number {
    return this.#values.push(value) - 1;
  }

  find(key: string): number | undefined {
    return this.#byKey.get(key);
  }

  at(id: number): V {
    return this.#values[id] as V;
  }
}
