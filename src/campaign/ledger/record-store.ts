import type { EvaluatedKind } from '../../model/record-kinds.js';
import { Grown } from './grown.js';
import { Interner } from './interner.js';
import { type FieldForm, formOf, type RecordClass, recordClass } from './record-class.js';

/**
 * Records in compact form: what many of them say alike is kept once.
 *
 * A record is a class (its kind, which fields it has, and what it says where few different things are said), its
 * numbers in one array of 64-bit floats and everything else as numbers of values. Instants are kept exactly: they are
 * safe integers. Shape: a record is read again as a new object that equals the one that was added.
 */
export class RecordStore {
  readonly #classes = new Interner<RecordClass>();
  readonly #texts = new Interner<string>();
  readonly #others = new Interner<unknown>();
  readonly #classOf = new Grown(Uint32Array);
  readonly #numbersAt = new Grown(Uint32Array);
  readonly #valuesAt = new Grown(Uint32Array);
  readonly #numbers = new Grown(Float64Array);
  readonly #valueIds = new Grown(Uint32Array);

  get size(): number {
    return this.#classOf.length;
  }

  /** How many classes there are; they are numbered from 0. */
  get classes(): number {
    return this.#classes.size;
  }

  /** Bytes of the arrays; values and classes, which are shared, are not counted. */
  get bytes(): number {
    return [this.#classOf, this.#numbersAt, this.#valuesAt, this.#numbers, this.#valueIds].reduce(
      (sum, grown) => sum + grown.bytes,
      0,
    );
  }

  add(kind: EvaluatedKind, record: object): number {
    const fields: [string, FieldForm, unknown][] = [];
    let key: string = kind;
    for (const [name, value] of flat(record)) {
      const form = formOf(name, value);
      fields.push([name, form, value]);
      key += form === 'shared' ? `|${name}=${JSON.stringify(value)}` : `|${form} ${name}`;
    }
    this.#numbersAt.push(this.#numbers.length);
    this.#valuesAt.push(this.#valueIds.length);
    for (const [name, form, value] of fields) {
      if (form === 'number') this.#numbers.push(value as number);
      else if (form !== 'shared') this.#valueIds.push(this.#valueId(name, value));
    }
    return this.#classOf.push(this.#classes.of(key, () => recordClass(kind, fields)));
  }

  kindOf(place: number): EvaluatedKind {
    return this.classAt(this.classOf(place)).kind;
  }

  classOf(place: number): number {
    return this.#classOf.at(place);
  }

  classAt(id: number): RecordClass {
    return this.#classes.at(id);
  }

  /** A number of a record, by its offset in the class. */
  number(place: number, offset: number): number {
    return this.#numbers.at(this.#numbersAt.at(place) + offset);
  }

  /** The record's own id, by its place in the class. */
  id(place: number, idAt: number): string {
    return this.#texts.at(this.#valueIds.at(this.#valuesAt.at(place) + idAt));
  }

  read(place: number): object {
    const { fields } = this.classAt(this.classOf(place));
    let number = this.#numbersAt.at(place);
    let value = this.#valuesAt.at(place);
    const record: Record<string, unknown> = {};
    const ref: Record<string, unknown> = {};
    for (const { name, form, shared, nested } of fields) {
      let read = shared;
      if (form === 'number') read = this.#numbers.at(number++);
      else if (form !== 'shared') read = (form === 'text' ? this.#texts : this.#others).at(this.#valueIds.at(value++));
      if (nested === undefined) record[name] = read;
      else ref[nested] = read;
    }
    record.ref = ref;
    return record;
  }

  /** An own id is seldom said twice; looking for it among the others would cost more than keeping it. */
  #valueId(name: string, value: unknown): number {
    if (typeof value === 'string') {
      return name === 'id' || name === 'ref.id' ? this.#texts.add(value) : this.#texts.of(value, () => value);
    }
    if (typeof value === 'boolean' || typeof value === 'bigint') {
      return this.#others.of(`${typeof value}${value}`, () => value);
    }
    if (Array.isArray(value) && value.length === 0) return this.#others.of('nothing', () => value);
    return this.#others.add(value);
  }
}

/** The fields that say something, with those of the reference spread out. */
function flat(record: object): readonly [string, unknown][] {
  const fields: [string, unknown][] = [];
  for (const [name, value] of Object.entries(record))
    if (name !== 'ref' && value !== undefined) fields.push([name, value]);
  const { ref } = record as { readonly ref: object };
  for (const [name, value] of Object.entries(ref)) if (value !== undefined) fields.push([`ref.${name}`, value]);
  return fields;
}
