import type { Issue } from '../errors.js';
import { didYouMean } from '../model/closest-names.js';
import { attributeColumn, snakeCase } from '../model/columns.js';
import { formatDecimal } from '../model/decimal.js';
import { itemsOf } from '../model/items.js';
import { type Profile, profileKind } from '../model/profile.js';
import { readCell } from '../model/read-cell.js';
import type { Field } from '../model/record-kind.js';
import type { AttributeSchema } from '../model/records.js';
import type { SqlValue } from '../sql/fragment.js';

/** Fields of a profile that a condition may read: the standard ones, and the project's attributes by their names. */
export function profileField(name: string, attributes: AttributeSchema): Field | undefined {
  if (Object.hasOwn(profileKind.fields, name)) {
    const standard: Field = profileKind.fields[name as keyof typeof profileKind.fields];
    return standard.list ? undefined : standard;
  }
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

export const profileFieldNames = (attributes: AttributeSchema): readonly string[] => [
  ...Object.entries<Field>(profileKind.fields).flatMap(([name, field]) => (field.list ? [] : [name])),
  ...Object.keys(attributes),
];

/** Fields that do not make a campaign targeted when its audience reads them. */
const UNTARGETED: readonly string[] = [
  'id',
  'country',
  'language',
  'party',
  'deceased',
  'protectedIdentity',
  'controlGroup',
];

export const isTargetingField = (name: string): boolean => !UNTARGETED.includes(name);

export type FieldValue = string | bigint | boolean;

export const profileValue = ({ profile }: { readonly profile: Profile }, name: string): FieldValue | undefined =>
  Object.hasOwn(profileKind.fields, name)
    ? (profile as unknown as Record<string, FieldValue | undefined>)[name]
    : profile.attributes[name];

/** {@link profileValue} of one field, for many profiles. */
export function profileReader(name: string): (profile: Profile) => FieldValue | undefined {
  if (!Object.hasOwn(profileKind.fields, name)) return ({ attributes }) => attributes[name];
  return standardReaders[name] ?? ((profile) => profileValue({ profile }, name));
}

/** What is asked most. Each reads in a place of its own, which the engine then knows the shape of. */
const standardReaders: Readonly<Record<string, (profile: Profile) => FieldValue | undefined>> = {
  id: ({ id }) => id,
  country: ({ country }) => country,
  language: ({ language }) => language,
  postalCode: ({ postalCode }) => postalCode,
  city: ({ city }) => city,
  birthDate: ({ birthDate }) => birthDate,
  gender: ({ gender }) => gender,
  party: ({ party }) => party,
};

/** The column of a field in the profile relation. */
export const profileColumn = (name: string): string =>
  Object.hasOwn(profileKind.fields, name) ? snakeCase(name) : attributeColumn(name);

/** A value in a definition, read as the field's own type, of a list as one item; `undefined` where it is of another type. */
export function definedValue(field: Field, value: unknown): FieldValue | undefined {
  if (field.type === 'list' && Array.isArray(value)) return undefined;
  const read = readCell(field, value, { controllers: [], topics: [] });
  return typeof read === 'string' || typeof read === 'bigint' || typeof read === 'boolean' ? read : undefined;
}

export const sqlValue = (value: FieldValue): SqlValue => (typeof value === 'bigint' ? { decimal: value } : value);

export const showValue = (value: FieldValue | undefined): string =>
  value === undefined
    ? 'missing'
    : typeof value === 'bigint'
      ? formatDecimal(value)
      : itemsOf(String(value)).join(', ');

export function unknownField(name: string, attributes: AttributeSchema, at: string): Issue {
  const names = profileFieldNames(attributes);
  const meant = didYouMean(name, names);
  return {
    at,
    message: `no profile field named ${JSON.stringify(name)}${meant === '' ? `; there are ${names.join(', ')}` : meant}`,
  };
}
