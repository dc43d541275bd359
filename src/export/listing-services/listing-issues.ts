import { type Issue, throwIssues } from '../../errors.js';
import { didYouMean } from '../../model/closest-names.js';
import { profileKind } from '../../model/profile.js';
import type { Field } from '../../model/record-kind.js';
import type { AttributeSchema } from '../../model/records.js';
import { type HashedColumns, hashedFields } from './hashed-column.js';
import type { Listing } from './listing.js';
import type { ListingService } from './listing-service.js';
import { type MatchField, matchFields } from './match.js';
import { listingServices, serviceIds } from './registry.js';

/** Fields by which an entry can be found again and taken back; the others are sent beside one of them. */
const FOUND_BY: readonly MatchField[] = ['email', 'phone', 'maid', 'external_id'];

/** Everything that is wrong with a listing as a project states it; `at` is its path. */
export function listingIssues(
  listing: Omit<Listing, 'service' | 'fields'> & { readonly service: string; readonly fields?: readonly string[] },
  attributes: AttributeSchema,
  at: string,
): readonly Issue[] {
  if (!Object.hasOwn(listingServices, listing.service)) return [unknownService(listing.service, `${at}.service`)];
  const service: ListingService = listingServices[listing.service as keyof typeof listingServices];
  const fields = listing.fields ?? service.defaultFields;
  return [
    ...optionIssues(service, listing.options ?? {}, `${at}.options`),
    ...fieldIssues(service, fields, `${at}.fields`),
    ...sourceIssues(listing, fields, attributes, at),
    ...hashedIssues(listing.hashed ?? {}, fields, attributes, `${at}.hashed`),
  ];
}

function unknownService(service: string, at: string): Issue {
  const meant = didYouMean(service, serviceIds);
  return {
    at,
    message: `no listing service "${service}"${meant === '' ? `; there are ${serviceIds.join(', ')}` : meant}`,
  };
}

export const optionIssues = (
  { id, options }: ListingService,
  given: Readonly<Record<string, unknown>>,
  at: string,
): readonly Issue[] => {
  const read = options.safeParse(given);
  return (read.error?.issues ?? []).map((issue) => {
    const [name] = issue.code === 'unrecognized_keys' ? issue.keys : issue.path;
    const known = Object.keys(options.shape);
    return issue.code === 'unrecognized_keys'
      ? { at: `${at}.${String(name)}`, message: `"${id}" has no such option; it has ${known.join(', ')}` }
      : { at: `${at}.${String(name)}`, message: issue.message.charAt(0).toLowerCase() + issue.message.slice(1) };
  });
};

function fieldIssues(
  { id, lists, together = [], options, fields: rulesOf }: ListingService,
  fields: readonly string[],
  at: string,
): readonly Issue[] {
  const accepted = Object.keys(rulesOf(options.parse({})));
  const unknown = fields.filter((field) => !accepted.includes(field));
  if (unknown.length > 0) {
    return unknown.map((field) => ({
      at,
      message: (matchFields as readonly string[]).includes(field)
        ? `"${id}" does not take "${field}"`
        : `no field "${field}" to match by${didYouMean(field, accepted) || `; "${id}" takes ${accepted.join(', ')}`}`,
    }));
  }
  const known = fields as readonly MatchField[];
  const twice = known.filter((field, i) => known.indexOf(field) !== i);
  return [
    ...twice.map((field) => ({ at, message: `"${field}" is named twice` })),
    ...(known.some((field) => FOUND_BY.includes(field))
      ? []
      : [
          {
            at,
            message: `needs one of ${FOUND_BY.filter((field) => accepted.includes(field)).join(', ')}, by which an entry can be taken back`,
          },
        ]),
    ...(together.some((key) => fields.includes(key)) && !together.every((key) => fields.includes(key))
      ? [{ at, message: `needs all of ${together.join(', ')}, or none of them` }]
      : []),
    ...(lists.some((list) => known.every((field) => list.includes(field)))
      ? []
      : [{ at, message: `"${id}" takes lists of one kind: ${lists.map((list) => list.join(', ')).join('; or ')}` }]),
  ];
}

/** The fields that profiles have no field of their own for, and where a listing says which one holds them. */
const NAMED = { external_id: 'externalId', maid: 'maid', state: 'state' } as const;

function sourceIssues(
  listing: Pick<Listing, 'externalId' | 'maid' | 'state'>,
  fields: readonly string[],
  attributes: AttributeSchema,
  at: string,
): readonly Issue[] {
  return Object.entries(NAMED).flatMap(([field, option]): readonly Issue[] => {
    const name = listing[option];
    const path = `${at}.${option}`;
    if (name === undefined) {
      return fields.includes(field) ? [{ at: path, message: `names the profile field that holds "${field}"` }] : [];
    }
    if (!fields.includes(field)) return [{ at: path, message: `is not sent: "${field}" is not among the fields` }];
    return holdsText(name, attributes) ? [] : [{ at: path, message: `no profile field of text named "${name}"` }];
  });
}

const hashedIssues = (
  hashed: HashedColumns,
  fields: readonly string[],
  attributes: AttributeSchema,
  at: string,
): readonly Issue[] =>
  hashedFields.flatMap((field): readonly Issue[] => {
    const column = hashed[field];
    if (column === undefined) return [];
    if (!fields.includes(field))
      return [{ at: `${at}.${field}`, message: `is not sent: "${field}" is not among the fields` }];
    return holdsText(column.field, attributes)
      ? []
      : [{ at: `${at}.${field}.field`, message: `no profile field of text named "${column.field}"` }];
  });

function holdsText(name: string, attributes: AttributeSchema): boolean {
  const own: Readonly<Record<string, Field>> = profileKind.fields;
  const field = Object.hasOwn(own, name) ? own[name] : Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return field !== undefined && !field.list && (field.type === 'text' || field.type === 'id');
}

/** The options of a service with its defaults. */
export function checkedOptions(
  service: ListingService,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  throwIssues(
    'definition-invalid',
    `options of the listing service "${service.id}"`,
    [...optionIssues(service, given, 'options')],
    'Correct the options; the documentation of listing services has all of them.',
  );
  return service.options.parse(given);
}
