import pick from 'lodash-es/pick.js';
import { type Issue, throwIssues } from '../errors.js';
import { parseInstant } from '../model/instant.js';
import type { AttributeSchema } from '../model/records.js';
import { addressedBy, channels, messageKinds } from '../model/vocabulary.js';
import { categoriesOf } from '../segments/data-categories.js';
import { profileField } from '../segments/profile-field.js';
import type { RateTable } from '../segments/rates.js';
import { checkSegment } from '../segments/read-segment.js';
import { isTargeting } from '../segments/segment.js';
import { guardedCategories } from '../suppression/data-use.js';
import type { Policy } from '../suppression/policy.js';
import { decidedRequest, requestReasons } from '../suppression/request.js';
import { allocationFields, allocationIssues } from './allocation/definition.js';
import type { Campaign, CampaignDefinition, ListColumn } from './campaign.js';
import { audienceIssues } from './listing.js';
import { proofIssues } from './proof.js';
import { isUnsubscribeField, unsubscribeIssues } from './unsubscribe.js';

/** Marks a definition for TypeScript; nothing is checked before it meets a policy. */
export const defineCampaign = (definition: CampaignDefinition): CampaignDefinition => definition;

/** The field of a list column that stands for the identifier used on the channel. */
export const ADDRESS = 'address';

/** A list’s word for the street of the profile, whose own name is the identifier’s. */
const STREET = 'streetAddress';

/** The profile field that a list column shows. */
export const shownField = (field: string): string => (field === STREET ? 'address' : field);

const DEFAULT_COLUMNS: readonly string[] = ['profileId', ADDRESS];

/** Other names of fields that people expect in a list. */
const ALIASES: Readonly<Record<string, string>> = { profileId: 'id' };

function toColumn(column: string | ListColumn, channel: string): ListColumn {
  if (typeof column !== 'string') return { header: column.header, field: ALIASES[column.field] ?? column.field };
  const header = column === ADDRESS ? (addressedBy[channel as keyof typeof addressedBy] ?? ADDRESS) : snake(column);
  return { header, field: ALIASES[column] ?? column };
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Ten years. */
const MOST_DAYS = 3650;

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/**
 * Fills in a campaign's defaults and holds it against the policy.
 *
 * A campaign is targeted when its audience reads more than relation, controller, country or language; its definition
 * and its kind may raise that, never lower it.
 *
 * @throws {ClearlistError} `definition-invalid` with every mistake and its path.
 */
export function resolveCampaign(
  definition: CampaignDefinition,
  policy: Policy,
  attributes: AttributeSchema,
  at = `campaigns.${definition.id}`,
  rates?: RateTable,
): Campaign {
  const kind = Object.hasOwn(messageKinds, definition.kind)
    ? messageKinds[definition.kind as keyof typeof messageKinds]
    : undefined;
  const columns = (definition.columns ?? DEFAULT_COLUMNS).map((column) => toColumn(column, definition.channel));
  const products = [definition.products ?? []].flat();
  checkSegment(definition.audience, { attributes, ...(rates === undefined ? {} : { rates }) }, `${at}.audience`);
  if (definition.proof !== undefined) checkSegment(definition.proof, { attributes }, `${at}.proof`);
  const { listing, ...plain } = definition;
  const campaign: Campaign = {
    ...plain,
    purpose: kind?.purpose ?? '',
    products,
    targeted: definition.targeted === true || isTargeting(definition.audience),
    guardedData: guardedCategories(categoriesOf(definition.audience, attributes), policy.dataUse),
    containsPromotion: definition.containsPromotion === true,
    columns,
    ...(listing === undefined ? {} : { listing: { ...listing, audience: listing.audience ?? definition.id } }),
  };
  throwIssues(
    'definition-invalid',
    `campaign "${definition.id}"`,
    [...issuesOf(campaign, policy, attributes, at), ...audienceIssues(campaign, definition.columns !== undefined, at)],
    'Correct the campaign; what the policy accepts is shown by its controllers, channels and countries.',
  );
  return campaign;
}

function* issuesOf(campaign: Campaign, policy: Policy, attributes: AttributeSchema, at: string): Generator<Issue> {
  if (!ID.test(campaign.id)) yield { at, message: 'an id has letters, digits, - and _ only' };
  if (campaign.purpose === '') {
    yield {
      at: `${at}.kind`,
      message: `no message kind "${campaign.kind}"; there are ${Object.keys(messageKinds).join(', ')}`,
    };
  }
  if (!(channels as readonly string[]).includes(campaign.channel)) {
    yield { at: `${at}.channel`, message: `no channel "${campaign.channel}"; there are ${channels.join(', ')}` };
  } else if (campaign.purpose !== '') yield* policyIssues(campaign, policy, at);
  if (campaign.sendAt !== undefined && parseInstant(campaign.sendAt) === undefined) {
    yield { at: `${at}.sendAt`, message: `"${campaign.sendAt}" is no timestamp with an offset` };
  }
  const { notAgainWithinDays: days } = campaign;
  if (days !== undefined && !(Number.isSafeInteger(days) && days >= 1 && days <= MOST_DAYS)) {
    yield { at: `${at}.notAgainWithinDays`, message: `is a whole number of days from 1 to ${MOST_DAYS}` };
  }
  yield* unsubscribeIssues(campaign, at);
  yield* proofIssues(campaign, at);
  const headers = new Set<string>();
  for (const { header, field } of campaign.columns) {
    if (field !== ADDRESS && !isUnsubscribeField(field) && profileField(shownField(field), attributes) === undefined) {
      yield { at: `${at}.columns`, message: `no profile field named "${field}"` };
    }
    if (headers.has(header)) yield { at: `${at}.columns`, message: `two columns are named "${header}"` };
    headers.add(header);
  }
  yield* allocationIssues(pick(campaign, Object.keys(allocationFields())), attributes, at);
  if (campaign.columns.length === 0) yield { at: `${at}.columns`, message: 'a list needs a column' };
}

/** What the policy would refuse for everybody is a mistake in the campaign, said before the run. */
function* policyIssues(campaign: Campaign, policy: Policy, at: string): Generator<Issue> {
  const request = {
    ...campaign,
    messageKind: campaign.kind,
    asOf: 0,
    sendAt: 0,
    today: '',
    laterRefusalsCount: true,
  };
  const fields = {
    UNKNOWN_CONTROLLER: 'controller',
    UNKNOWN_CHANNEL: 'channel',
    UNKNOWN_COUNTRY: 'country',
    UNKNOWN_PURPOSE: 'kind',
  };
  for (const reason of requestReasons(request, policy)) {
    const field = fields[reason as keyof typeof fields];
    const { purpose } = decidedRequest(request);
    const accepted =
      field === 'controller'
        ? policy.controllers.map(({ id }) => id)
        : field === 'country'
          ? policy.countries
          : Object.keys(policy.bases[purpose] ?? {});
    const value = String(campaign[field as keyof Campaign]);
    yield {
      at: `${at}.${field}`,
      message: `the policy "${policy.id}" has no ${field} "${value}" here; it has ${accepted.join(', ') || 'none'}`,
    };
  }
}
