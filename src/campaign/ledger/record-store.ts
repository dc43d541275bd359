import type { EvaluatedKind } from '../../model/record-kinds.js';
import { Grown } from './grown.js';
import { Interner } from './interner.js';

/**
 * Records in compact form: what many of them say alike is kept once.
 *
 * A record is a layout (its kind and which fields it has), its numbers in one array of 64-bit floats and everything
 * else as numbers of values. Instants are kept exactly: they are safe integers. Shape: a record is read again as a new
 * object that equals the one that was added.
 */
export class RecordStore {
  readonly #layouts = new Interner<Layout>();
  readonly #texts = new Interner<string>();
  readonly #others = new Interner<unknown>();
  readonly #layoutOf = new Grown(Uint32Array);
  readonly #numbersAt = new Grown(Float64Array);
  readonly #valuesAt = new Grown(Float64Array);
  readonly #numbers = new Grown(Float64Array);
  readonly #valueIds = new Grown(Uint32Array);

  get size(): number {
    return this.#layoutOf.length;
  }

  /** Bytes of the arrays; values and layouts, which are shared, are not counted. */
  get bytes(): number {
    return [this.#layoutOf, this.#numbersAt, this.#valuesAt, this.#numbers, this.#valueIds].reduce(
      (sum, grown) => sum + grown.bytes,
      0,
    );
  }

  add(kind: EvaluatedKind, record: object): number {
    const fields = Object.entries(flat(record)).filter(([, value]) => value !== undefined);
    const key = `${kind}|${fields.map(([name, value]) => `${formOf(value)} ${name}`).join('|')}`;
    const layout = this.#layouts.of(key, () => ({
      kind,
      fields: fields.map(([name, value]) => ({ name, form: formOf(value), nested: name.startsWith(REF) })),
    }));
    this.#numbersAt.push(this.#numbers.length);
    this.#valuesAt.push(this.#valueIds.length);
    for (const [name, value] of fields) {
      if (typeof value === 'number') this.#numbers.push(value);
      else this.#valueIds.push(this.#valueId(name, value));
    }
    return this.#layoutOf.push(layout);
  }

  kindOf(index: number): EvaluatedKind {
    return this.#layouts.at(this.#layoutOf.at(index)).kind;
  }

  read(index: number): object {
    const { fields } = this.#layouts.at(this.#layoutOf.at(index));
    let number = this.#numbersAt.at(index);
    let value = this.#valuesAt.at(index);
    const record: Record<string, unknown> = {};
    const ref: Record<string, unknown> = {};
    for (const { name, form, nested } of fields) {
      const read =
        form === 'number'
          ? this.#numbers.at(number++)
          : (form === 'text' ? this.#texts : this.#others).at(this.#valueIds.at(value++));
      if (nested) ref[name.slice(REF.length)] = read;
      else record[name] = read;
    }
    record.ref = ref;
    return record;
  }

  /** An own id is seldom said twice; looking for it among the others would cost more than keeping it. */
  #valueId(name: string, value: unknown): number {
    if (typeof value === 'string') {
      return name === 'id' || name === `${REF}id` ? this.#texts.add(value) : this.#texts.of(value, () => value);
    }
    if (typeof value === 'boolean' || typeof value === 'bigint') {
      return this.#others.of(`${typeof value}${value}`, () => value);
    }
    if (Array.isArray(value) && value.length === 0) return this.#others.of('nothing', () => value);
    return this.#others.add(value);
  }
}

interface Layout {
  readonly kind: EvaluatedKind;
  readonly fields: readonly { readonly name: string; readonly form: Form; readonly nested: boolean }[];
}

const REF = 'ref.';

type Form = 'number' | 'text' | 'other';

const formOf = (value: unknown): Form =>
  typeof value === 'number' ? 'number' : typeof value === 'string' ? 'text' : 'other';

/** A record with its reference spread out. */
function flat(record: object): Record<string, unknown> {
  const { ref, ...fields } = record as Record<string, unknown> & { ref: object };
  for (const [name, value] of Object.entries(ref)) fields[`${REF}${name}`] = value;
  return fields;
}
