import { Grown } from './grown.js';

export const NO_LINK = -1;

/** Which numbers belong to which point, as linked lists in typed arrays: adding one more is cheap at any time. */
export class Links {
  readonly #first = new Grown(Int32Array);
  readonly #next = new Grown(Int32Array);
  readonly #target = new Grown(Int32Array);

  get bytes(): number {
    return this.#first.bytes + this.#next.bytes + this.#target.bytes;
  }

  add(point: number, target: number): void {
    while (this.#first.length <= point) this.#first.push(NO_LINK);
    const link = this.#next.push(this.#first.at(point));
    this.#target.push(target);
    this.#first.set(point, link);
  }

  /** The latest link of a point, and from each the one before it; {@link NO_LINK} after the last. */
  first(point: number): number {
    return point < this.#first.length ? this.#first.at(point) : NO_LINK;
  }

  next(link: number): number {
    return this.#next.at(link);
  }

  target(link: number): number {
    return this.#target.at(link);
  }

  /** The latest first. */
  forEach(point: number, visit: (target: number) => void): void {
    for (let link = this.first(point); link !== NO_LINK; link = this.next(link)) visit(this.target(link));
  }
}
