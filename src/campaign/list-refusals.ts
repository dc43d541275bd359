import type { ListRefusal } from '../model/reasons.js';
import type { AttributeSchema } from '../model/records.js';
import { specialCategories } from '../model/vocabulary.js';
import { categoriesOf } from '../segments/data-categories.js';
import { type DestinationPolicy, recipientOf } from '../suppression/destination.js';
import type { Policy } from '../suppression/policy.js';
import type { Campaign } from './campaign.js';
import { isListing } from './candidates.js';
import { type ClearedList, contentOf, type ListContent, makeClearedList, oneByOne } from './cleared-list.js';
import { ADDRESS } from './define-campaign.js';

/** Puts each list under the rules for whole lists. Lists that are refused have no rows. */
export async function refuseWhole(
  { policy, attributes }: { readonly policy: Policy; readonly attributes: AttributeSchema },
  lists: readonly ClearedList[],
): Promise<readonly ClearedList[]> {
  const result: ClearedList[] = [];
  for (const list of lists) {
    const content = contentOf(list);
    const refusals = [
      ...campaignRefusals(content.campaign, policy, attributes),
      ...(await sizeRefusals(content, policy.destinations)),
    ];
    result.push(refusals.length === 0 ? list : refused(content, refusals));
  }
  return result;
}

/** A proof of what is not sent shows nothing either. */
const refused = ({ proof, ...content }: ListContent, refusals: readonly ListRefusal[]): ClearedList =>
  makeClearedList({
    ...content,
    ...(proof === undefined ? {} : { proof: refused(contentOf(proof), refusals) }),
    refusals,
    rows: noRows,
    rendered: noRows,
  });

async function* noRows(): AsyncGenerator<never> {}

/** What can be said before any data is read. */
export const campaignRefusals = (
  campaign: Campaign,
  { destinations }: Policy,
  attributes: AttributeSchema,
): readonly ListRefusal[] => [
  ...recipientRefusals(campaign, destinations),
  ...categoryRefusals(categoriesOf(campaign.audience, attributes), destinations),
  ...(isListing(campaign.channel)
    ? attributeRefusals(
        properties(campaign).map(({ attribute }) => attribute),
        destinations,
      )
    : []),
];

/** Disclosure needs a contract, or a policy that lets recipients have purposes of their own. Source: GDPR Art. 26, 28(3). */
function recipientRefusals(
  { channel, destination }: Campaign,
  destinations: DestinationPolicy,
): readonly ListRefusal[] {
  const recipient = recipientOf(channel, destination, destinations);
  if (recipient === undefined) return [];
  const refuse = (detail: string): ListRefusal => ({ code: 'DISCLOSURE_NOT_PERMITTED', detail });
  const own = recipient.ownPurposes || recipient.role === 'controller';
  return [
    ...(own && !destinations.ownPurposesAllowed
      ? [refuse('the recipient would use the data for its own purposes')]
      : []),
    ...(recipient.role !== 'controller' && recipient.contract === undefined
      ? [refuse('no contract with the recipient is declared')]
      : []),
  ];
}

/** Source: GDPR Art. 5(1)(b), 9(1); Regulation (EU) 2022/2065 Art. 26(3). */
export const categoryRefusals = (
  categories: readonly string[],
  { segmentCategories }: DestinationPolicy,
): readonly ListRefusal[] =>
  categories.flatMap((category): ListRefusal[] => {
    if ((specialCategories as readonly string[]).includes(category))
      return [{ code: 'SPECIAL_CATEGORY_DATA', detail: category }];
    return (segmentCategories as readonly string[]).includes(category)
      ? []
      : [{ code: 'DATA_CATEGORY_NOT_ALLOWED', detail: category }];
  });

/** Source: notice on marketing, OKQ8, 2022-08-27: the target group, gender, age group, region and interests, no more. */
export const attributeRefusals = (
  attributes: readonly string[],
  { listingAttributes }: DestinationPolicy,
): readonly ListRefusal[] =>
  attributes.flatMap((attribute): ListRefusal[] =>
    listingAttributes.includes(attribute) ? [] : [{ code: 'ATTRIBUTE_NOT_ALLOWED', detail: attribute }],
  );

/** Columns by which a listing is matched; every other one shows a property of the person. */
const MATCHED_BY: readonly string[] = ['id', ADDRESS];

/** Standard fields under the name that listings have for them; other fields and attributes go by their own. */
const PROPERTIES: Readonly<Record<string, string>> = { country: 'region' };

const properties = ({ columns }: Campaign): readonly { readonly attribute: string; readonly column: number }[] =>
  columns.flatMap(({ field }, column) =>
    MATCHED_BY.includes(field)
      ? []
      : [{ attribute: PROPERTIES[field] ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), column }],
  );

const tooSmall = (detail: string): ListRefusal => ({ code: 'AUDIENCE_TOO_SMALL', detail });

/** Why a listing of so many persons is refused whole: they are too few. */
export const audienceRefusals = (persons: number, { minimumAudience }: DestinationPolicy): readonly ListRefusal[] =>
  persons < minimumAudience ? [tooSmall(`fewer than ${minimumAudience} persons`)] : [];

/** A listing must not single anybody out: neither by its size, nor by what it shows of them. */
async function sizeRefusals(content: ListContent, destinations: DestinationPolicy): Promise<readonly ListRefusal[]> {
  const { campaign, counts } = content;
  if (!isListing(campaign.channel)) return [];
  const sizes = counts.parts.length === 0 ? [counts.listed] : counts.parts.map(({ persons }) => persons);
  const [small] = sizes.flatMap((persons) => audienceRefusals(persons, destinations));
  if (small !== undefined) return [small];
  const shown = properties(campaign);
  if (shown.length === 0) return [];
  for (const part of counts.parts.length === 0 ? [undefined] : counts.parts.map(({ id }) => id)) {
    const cells = new Map<string, number>();
    for await (const row of oneByOne(content.rows(part))) {
      const cell = JSON.stringify(shown.map(({ column }) => row[column] ?? null));
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
    if ([...cells.values()].some((persons) => persons < destinations.minimumCell))
      return [tooSmall(`fewer than ${destinations.minimumCell} persons have the same properties`)];
  }
  return [];
}
