import {
  channels,
  type DataCategory,
  type Destination,
  type DigestKeys,
  dataCategories,
  type ListRefusal,
  type Policy,
  purposes,
  type RecordsInput,
  type RequestedDecision,
} from '../index.js';
import { wholeRefusals } from './case-destinations.js';
import { CASE_KEYS } from './case-erasure.js';
import {
  type CaseDefaults,
  type DecisionCase,
  isUnsupported,
  type Unsupported,
  unknownField,
  unsupported,
} from './case-format.js';
import { casePolicy } from './case-policy.js';
import { caseRecords } from './case-records.js';
import { caseRegisters } from './case-registers.js';
import { type CaseTransfers, caseTransfers, isTransferEvent } from './case-transfers.js';

/** A case in the words of the library: what `decideRequest` is asked for each person. */
export interface TranslatedCase {
  readonly operation: Operation;
  readonly persons: readonly string[];
  readonly records: RecordsInput;
  readonly request: RequestedDecision;
  readonly policy: Policy;
  readonly asOf: string;
  readonly zone: string;
  readonly keys: DigestKeys;
  readonly handed: CaseTransfers;
  /** Why a list or segment is refused whole; `undefined` for a question about persons. */
  readonly refused?: readonly ListRefusal[];
  /** How many persons an export would have. */
  readonly members?: number;
}

/** The policy a suite is held against: the one its header describes, or the user's own. */
export interface SuitePolicy {
  readonly policy: Policy;
  readonly defaults: CaseDefaults;
  /** A user's own policy answers for every channel itself; the header's has only the grounds of the presets. */
  readonly own: boolean;
}

export const OPERATIONS = [
  'decide',
  'build_list',
  'recheck_before_send',
  'removal_delta',
  'export_audience',
  'validate_segment',
] as const;
type Operation = (typeof OPERATIONS)[number];

const REQUEST = [
  'operation',
  'as_of',
  'person',
  'members',
  'controller',
  'purpose',
  'message_kind',
  'channel',
  'country',
  'product_category',
  'targeted',
  'contains_promotion',
  'time_zone',
  'exported_at',
  'destination',
  'destination_region',
  'allowed_members',
  'attributes',
  'data_categories',
];

const CASE = ['people', 'events', 'policy_overrides', 'registers', 'sources'];

type Asked = DecisionCase['request'];

export function translateCase(one: DecisionCase, suite: SuitePolicy): TranslatedCase | Unsupported {
  const { given, request } = one;
  const operation = OPERATIONS.find((name) => name === request.operation);
  if (operation === undefined) return unsupported(`no operation "${request.operation}"`);
  const foreign = unknownField(given, CASE) ?? unknownField(request, REQUEST);
  if (foreign !== undefined) return unsupported(`"${foreign}" has no translation`);
  const handed = caseTransfers(given.events.filter(isTransferEvent));
  if (isUnsupported(handed)) return handed;
  const suitePolicy = casePolicy(suite.policy, suite.defaults, one);
  if (isUnsupported(suitePolicy)) return suitePolicy;
  const refused = wholeRefusals(one, suitePolicy);
  const members = request.allowed_members === undefined ? {} : { members: request.allowed_members };
  if (refused !== undefined)
    return { ...WHOLE, ...members, operation, policy: suitePolicy, asOf: request.as_of, handed, refused };
  const words = operation === 'removal_delta' ? listing(request, handed) : requestOf(request);
  if (words === undefined) return unsupported('the request names no controller, purpose, message kind or channel');
  const policy = casePolicy(suite.policy, suite.defaults, one);
  if (isUnsupported(policy)) return policy;
  // Whoever may not be transferred at all has to be taken back, so that a removal needs no ground to be asked about.
  const gap = suite.own || operation === 'removal_delta' ? undefined : groundless(words, policy, suite.defaults);
  if (gap !== undefined) return unsupported(gap);
  const read = caseRecords(
    given.people,
    given.events.filter((event) => !isTransferEvent(event)),
  );
  if (isUnsupported(read)) return read;
  const registers = caseRegisters(given.registers);
  if (isUnsupported(registers)) return registers;
  return {
    operation,
    persons: operation === 'removal_delta' ? given.people.map(({ ref }) => ref) : personsOf(operation, request),
    records: registers.length === 0 ? read.records : { ...read.records, register: registers },
    request: words,
    policy,
    asOf: request.as_of,
    zone: request.time_zone ?? 'UTC',
    keys: CASE_KEYS,
    handed,
  };
}

const personsOf = (operation: Operation, { person, members = [] }: Asked): readonly string[] =>
  operation === 'decide' ? [person ?? ''] : members;

/** The convention of the format: what is asked about a transfer that says nothing else. */
const listing = ({ controller, country }: Asked, handed: CaseTransfers): RequestedDecision => ({
  controller: controller ?? handed.controller ?? 'RETAIL',
  purpose: 'listing_advertising',
  messageKind: 'listing_ad',
  channel: 'social_listing',
  ...(typeof country === 'string' ? { country } : {}),
});

function requestOf({ controller, purpose, message_kind, channel, ...asked }: Asked): RequestedDecision | undefined {
  if (controller === undefined || purpose === undefined || message_kind === undefined || channel === undefined)
    return undefined;
  return {
    controller,
    purpose,
    messageKind: message_kind,
    channel,
    products: asked.product_category === undefined ? [] : [asked.product_category],
    targeted: asked.targeted === true,
    containsPromotion: asked.contains_promotion === true,
    ...(asked.data_categories === undefined ? {} : { reads: categoriesIn(asked.data_categories) }),
    ...(typeof asked.country === 'string' ? { country: asked.country } : {}),
    ...(asked.destination === undefined ? {} : { destination: destinationOf(asked.destination, asked) }),
  };
}

const categoriesIn = (words: readonly string[]): readonly DataCategory[] =>
  dataCategories.filter((category) => words.includes(category));

const destinationOf = (id: string, { destination_region: region }: Pick<Asked, 'destination_region'>): Destination => ({
  id,
  ...(region === undefined ? {} : { region }),
});

/** What a question about a whole list or segment leaves open. */
const WHOLE = {
  persons: [],
  records: {},
  request: { controller: '', purpose: '', messageKind: '', channel: '' },
  zone: 'UTC',
  keys: {},
} as const;

/**
 * A purpose on a channel that the suite knows and no preset has a ground for yet: the policy would refuse it for
 * everybody, which says nothing about the case. What the suite does not know either is refused as unknown.
 */
function groundless(request: RequestedDecision, policy: Policy, defaults: CaseDefaults): string | undefined {
  const { containsPromotion, channel } = request;
  const decided = request.purpose === 'service' && containsPromotion === true ? 'direct_marketing' : request.purpose;
  const purpose = purposes.find((word) => word === decided);
  const knownChannel = channels.find((word) => word === channel);
  if (purpose === undefined || !(defaults.known_purposes ?? purposes).includes(purpose)) return undefined;
  if (knownChannel === undefined || !(defaults.known_channels ?? channels).includes(knownChannel)) return undefined;
  return policy.bases[purpose]?.[knownChannel] === undefined ? `no ground for ${purpose} on ${channel}` : undefined;
}
