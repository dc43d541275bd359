import {
  attributeRefusals,
  audienceRefusals,
  categoryRefusals,
  type DataCategory,
  type ListRefusal,
  okq8,
  type Policy,
} from '../index.js';
import type { CaseDefaults, DecisionCase } from './case-format.js';

/** A suite says nothing of contracts: its recipients have one. */
const CONTRACT = 'as the suite has it';

/** What a header or a case's overrides say about recipients, over what is known before. */
export function destinationsOf(entries: CaseDefaults, base?: Policy['destinations']): Policy['destinations'] {
  const before = base ?? { ...okq8.destinations, defaults: { ...okq8.destinations.defaults, contract: CONTRACT } };
  const {
    allowed_destination_regions: allowedRegions = before.allowedRegions,
    destination_region_default: region = before.defaults.region,
    min_audience_size: minimumAudience = before.minimumAudience,
    listing_attribute_allow_list: listingAttributes = before.listingAttributes,
    segment_data_categories_allowed: categories,
  } = entries;
  return {
    ...before,
    allowedRegions,
    defaults: { ...before.defaults, region },
    minimumAudience,
    listingAttributes,
    segmentCategories: (categories as readonly DataCategory[] | undefined) ?? before.segmentCategories,
  };
}

/** Operations about a list or segment as a whole, and why it is refused; `undefined` for one about persons. */
export function wholeRefusals(
  { given, request }: DecisionCase,
  { destinations }: Policy,
): readonly ListRefusal[] | undefined {
  const broken = given.sources.filter(({ status }) => status !== 'ok');
  if (broken.length > 0)
    return broken.map(({ name }) => ({ code: 'SUPPRESSION_SOURCE_UNAVAILABLE' as const, detail: name }));
  if (request.operation === 'export_audience') {
    return [
      ...attributeRefusals(request.attributes ?? [], destinations),
      ...audienceRefusals(request.allowed_members ?? 0, destinations),
    ];
  }
  return request.operation === 'validate_segment'
    ? categoryRefusals(request.data_categories ?? [], destinations)
    : undefined;
}
