import { Grown } from './grown.js';

const NONE = -1;

/** Which numbers belong to which point, as linked lists in typed arrays: adding one more is cheap at any time. */
export class Links {
  readonly #first = new Grown(Int32Array);
  readonly #next = new Grown(Int32Array);
  readonly #target = new Grown(Int32Array);

  get bytes(): number {
    return this.#first.bytes + this.#next.bytes + this.#target.bytes;
  }

  add(point: number, target: number): void {
    while (this.#first.length <= point) this.#first.push(NONE);
    const link = this.#next.push(this.#first.at(point));
    this.#target.push(target);
    this.#first.set(point, link);
  }

  /** The latest first. */
  forEach(point: number, visit: (target: number) => void): void {
    if (point >= this.#first.length) return;
    for (let link = this.#first.at(point); link !== NONE; link = this.#next.at(link)) visit(this.#target.at(link));
  }
}
