import { createHash } from 'node:crypto';
import { parseString } from 'fast-csv';
import { describe, expect, test } from 'vitest';
import { contentOf, type ListContent } from '../../src/campaign/cleared-list.js';
import { decidePerson } from '../../src/campaign/decide-person.js';
import { decisionRequest } from '../../src/campaign/decision-request.js';
import { resolveCampaign } from '../../src/campaign/define-campaign.js';
import type { RunDefinition } from '../../src/campaign/engine.js';
import type { PersonDecision } from '../../src/campaign/person-decision.js';
import { referenceRun } from '../../src/campaign/reference-run.js';
import { canonicalEmail } from '../../src/identity/email.js';
import { canonicalPhone } from '../../src/identity/phone.js';
import { formatInstant, parseAsOf, parseLocalTime } from '../../src/model/instant.js';
import type { ReasonCode } from '../../src/model/reasons.js';
import { field } from '../../src/model/record-kind.js';
import { type RecordsInput, readRecords } from '../../src/model/records.js';
import { type CastMember, sampleCast } from '../../src/project/sample/cast.js';
import type { CampaignId, sampleConfig } from '../../src/project/sample/config.js';
import { SAMPLE_AS_OF, SAMPLE_PERSONS, sampleProject } from '../../src/project/sample/sample-project.js';
import { shown } from '../../src/project/sample/stories/stories.js';
import type { Expected, Story } from '../../src/project/sample/story.js';
import { readSegment } from '../../src/segments/read-segment.js';
import { localToInstant } from '../../src/segments/zone.js';
import { reasonsOf } from '../../src/suppression/mask.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { policyWords, reasonTable } from '../../src/suppression/policy.js';

type Row = Readonly<Record<string, string>>;
type Bound = string | { readonly column: string; readonly format?: string; readonly words?: Row };
interface Binding {
  readonly kind: string;
  readonly path: string;
  readonly format?: { readonly delimiter: string; readonly decimal: string };
  readonly zone?: string;
  readonly withoutSubject?: string;
  readonly columns: Readonly<Record<string, Bound | readonly Bound[]>>;
  readonly attributes?: Readonly<Record<string, Bound>>;
  readonly constants?: Row;
}

const files = await sampleProject();
const textOf = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
const project = JSON.parse(textOf('clearlist.config.json')) as typeof sampleConfig;
const bindings: readonly Binding[] = Object.values(project.sources);
const campaignIds = Object.keys(project.campaigns) as CampaignId[];

async function rowsOf({ path, format }: Binding): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of parseString<Row, Row>(textOf(path), { headers: true, delimiter: format?.delimiter ?? ',' }))
    rows.push(row);
  return rows;
}

/** A cell in Clearlist's own writing, as the binding says; a small second reading, independent of `sources`. */
function cell(row: Row, bound: Bound, { zone, format }: Binding): string | null {
  const {
    column,
    words = undefined,
    format: pattern = undefined,
  } = typeof bound === 'string' ? { column: bound } : bound;
  const written = row[column];
  if (written === undefined) throw new Error(`no column ${column}`);
  if (written === '') return null;
  if (words !== undefined) return words[written] ?? `unknown: ${written}`;
  if (pattern !== undefined) return formatInstant(localToInstant(zone ?? '', parseLocalTime(written) ?? Number.NaN));
  return format?.decimal === ',' && /^\d+,\d+$/.test(written) ? written.replace(',', '.') : written;
}

function record(row: Row, binding: Binding): Record<string, unknown> {
  const read = ([name, bound]: readonly [string, Bound | readonly Bound[]]) =>
    [
      name,
      Array.isArray(bound) ? bound.map((one: Bound) => cell(row, one, binding)) : cell(row, bound as Bound, binding),
    ] as const;
  const attributes = Object.fromEntries(Object.entries(binding.attributes ?? {}).map(read));
  const own = binding.attributes === undefined ? {} : { attributes };
  return { ...Object.fromEntries(Object.entries(binding.columns).map(read)), ...binding.constants, ...own };
}

const attributes = Object.fromEntries(
  Object.entries(project.attributes).map(([name, { type, about }]) => [name, field(type, about)]),
);
const input: Record<string, Record<string, unknown>[]> = {};
for (const binding of bindings) {
  const all = (await rowsOf(binding)).map((row) => record(row, binding));
  input[binding.kind] = binding.withoutSubject === undefined ? all : all.filter(({ profileId }) => profileId !== null);
}
const records = readRecords(input as RecordsInput, { ...policyWords(okq8), attributes });
const run: RunDefinition = {
  campaigns: campaignIds.map((id) => {
    const { audience, ...campaign } = project.campaigns[id];
    const segment = readSegment(audience, project.segments[audience], { attributes });
    return resolveCampaign({ ...campaign, id, audience: segment }, okq8, attributes);
  }),
  policy: okq8,
  asOf: parseAsOf(SAMPLE_AS_OF),
  replay: false,
  zone: project.zone,
  attributes,
  words: policyWords(okq8),
  linkDevices: false,
  keys: {},
};
const lists = new Map<CampaignId, ListContent & { readonly decided: ReadonlyMap<string, PersonDecision> }>();
for (const list of referenceRun(run, records)) {
  const decided = new Map<string, PersonDecision>();
  for await (const decision of contentOf(list).decisions()) decided.set(decision.personId, decision);
  lists.set(list.campaign as CampaignId, { ...contentOf(list), decided });
}
const listOf = (id: CampaignId) => lists.get(id) as NonNullable<ReturnType<typeof lists.get>>;

/** What the run made of a person, in the words of a story. */
function made(campaign: CampaignId, personId: string): Expected | undefined {
  const decision = listOf(campaign).decided.get(personId);
  if (decision === undefined) return 'not a member';
  return decision.basis ?? reasonsOf(decision.mask, reasonTable(okq8));
}

/** Said of every audience the habit is enough for, or by name. */
function expectations({ expected }: Story, { person }: CastMember): readonly (readonly [CampaignId, Expected])[] {
  if (typeof expected === 'object' && !Array.isArray(expected))
    return Object.entries(expected) as [CampaignId, Expected][];
  const own: readonly (CampaignId | undefined)[] = ['newsletter', person.habit.audience];
  return campaignIds.map((id) => [id, own.includes(id) ? (expected as Expected) : 'not a member']);
}

const cast = sampleCast();
const told = cast.flatMap((member) => (member.story === undefined ? [] : [{ ...member, story: member.story }]));

describe('every story ends as it is told', () => {
  test.each(told.map((member) => [member.story.who, member.person.id, member] as const))('%s (%s)', (_, id, member) => {
    const expected = expectations(member.story, member);
    expect(expected.map(([campaign]) => [campaign, made(campaign, id)])).toEqual(expected.map((one) => [...one]));
  });
});

test.each(told.filter(({ story }) => story.via !== undefined).map((member) => [member.story.who, member] as const))(
  'the record that decides reaches the person as told: %s',
  (_, { story, person }) => {
    const campaign = run.campaigns.find(({ id }) => id === (person.habit.audience ?? 'newsletter'));
    if (campaign === undefined) throw new Error('no such campaign');
    const outcome = decidePerson(person.id, records, decisionRequest(campaign, run), okq8, {});
    expect(outcome?.reasons[0]?.evidence.map(({ via }) => via)).toContainEqual(story.via);
  },
);

test('the persons shown in the demo are those of their stories', () => {
  const idOf = (story: Story) => told.find((member) => member.story === story)?.person.id;
  expect(SAMPLE_PERSONS).toEqual({ cleared: idOf(shown.cleared), suppressed: idOf(shown.suppressed) });
});

/** Reasons that the policy `okq8` can give on e-mail and SMS. */
const POSSIBLE: readonly ReasonCode[] = [
  'UNKNOWN_COUNTRY',
  'RECORD_UNPARSEABLE',
  'DECEASED',
  'PROTECTED_IDENTITY',
  'PROCESSING_RESTRICTED',
  'MINOR',
  'OBJECTION_DIRECT_MARKETING',
  'OBJECTION_PROFILING',
  'CHANNEL_OPT_OUT',
  'TOPIC_OPT_OUT',
  'NO_IDENTIFIER_FOR_CHANNEL',
  'IDENTIFIER_INVALID',
  'CONSENT_REFUSED',
  'CONSENT_WITHDRAWN',
  'CONSENT_EXPIRED',
  'CONSENT_UNPROVEN',
  'CONSENT_SCOPE_MISMATCH',
  'SOFT_OPT_IN_NOT_MET',
  'CONSENT_MISSING',
  'CONTROL_GROUP',
];

test('every reason that is possible is the first one for at least three persons, and no other occurs', () => {
  const reasons = cast.flatMap(({ person }) =>
    campaignIds.flatMap((id) => {
      const what = made(id, person.id);
      return Array.isArray(what) ? [[what[0] as ReasonCode, person.id] as const] : [];
    }),
  );
  const persons = new Map(POSSIBLE.map((code) => [code, new Set<string>()]));
  for (const [code, id] of reasons) persons.get(code)?.add(id) ?? expect.fail(`${code} is not possible`);
  expect([...persons].filter(([, ids]) => ids.size < 3).map(([code]) => code)).toEqual([]);
});

test('the lists keep their sizes', () => {
  const sizes = campaignIds.map((id) => {
    const { members, cleared, duplicates, listed, bases } = listOf(id).counts;
    return [id, members, cleared, duplicates, listed, ...bases.map(({ persons }) => persons)].join(' ');
  });
  // Members, cleared, duplicates, listed; by consent, by soft opt-in.
  expect(sizes).toEqual([
    'autumn-fuel 84 34 3 31 14 20',
    'newsletter 600 343 3 340 221 122',
    'wash-sms 66 36 0 36 3 33',
  ]);
});

describe('nobody real can be reached', () => {
  const cells = async (columns: readonly string[]): Promise<readonly string[]> =>
    (await Promise.all(bindings.map(rowsOf)))
      .flat()
      .flatMap((row) => columns.map((column) => row[column] ?? ''))
      .filter((text) => text !== '');

  test('e-mail addresses end in domains reserved for examples (RFC 2606)', async () => {
    const addresses = await cells(['email', 'email2', 'old_email']);
    expect(addresses.filter((text) => !/(?:[@. ]example\.(?:com|org|net)|\.example)$/i.test(text))).toEqual([]);
    expect(addresses.filter((text) => canonicalEmail(text) === undefined && !text.includes(' (at) '))).toEqual([]);
  });

  test('mobile numbers are from the Swedish range for books and films, or are none', async () => {
    const numbers = await cells(['mobile']);
    const canonical = numbers.map((text) => canonicalPhone(text, 'SE'));
    const film = /^\+467017406(?:0[5-9]|[1-9]\d)$/;
    expect(canonical.filter((number) => number !== undefined && !film.test(number))).toEqual([]);
    expect(numbers.filter((_, i) => canonical[i] === undefined)).toEqual(['070-174 06', '070-174 06']);
  });

  test('only households share an e-mail address, and nobody shares a number', () => {
    const holders = (key: (member: CastMember) => string | undefined): readonly string[] => {
      const all = cast.flatMap((member) => key(member) || []);
      return [...new Set(all.filter((one, i) => all.indexOf(one) !== i))];
    };
    const shared = cast.flatMap(({ partner }) =>
      partner === undefined ? [] : [canonicalEmail(partner.customer.email ?? '')],
    );
    expect(new Set(holders(({ person }) => canonicalEmail(person.customer.email ?? '')))).toEqual(new Set(shared));
    expect(holders(({ person }) => canonicalPhone(person.customer.mobile ?? '', 'SE'))).toEqual([]);
  });
});

test('the same bytes every time', async () => {
  expect(await sampleProject()).toEqual(files);
  const hash = createHash('sha256');
  for (const { path, text } of files) hash.update(`${path}\n${text}`);
  expect(hash.digest('hex')).toBe('c0561806a6496a45f53155c8444665c4184d123f0821d248205ddbf1655aa0d5');
});
