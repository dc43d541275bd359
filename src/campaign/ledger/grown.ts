type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array;

/** An array of numbers that grows by half when it is full. */
export class Grown<A extends Numbers> {
  #array: A;
  #length = 0;

  constructor(private readonly make: new (length: number) => A) {
    this.#array = new make(64);
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#array.byteLength;
  }

  /** Gives the place of the number. */
  push(value: number): number {
    if (this.#length === this.#array.length) {
      const larger = new this.make(Math.ceil(this.#array.length * 1.5));
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.#length] = value;
    this.#length += 1;
    return this.#length - 1;
  }

  at(index: number): number {
    return this.#array[index] as number;
  }

  set(index: number, value: number): void {
    this.#array[index] = value;
  }
}
