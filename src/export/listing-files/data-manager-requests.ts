import { batchesOf, expanded, sequence } from './batches.js';
import { jsonFile } from './json-body.js';
import type { FileJob, FormFile, ListingAccount, ListingForm, ListingPlace } from './listing-file.js';
import { range } from './listing-lines.js';
import { type ListingRow, singleKeys, spellingsIn } from './listing-row.js';
import { scanJson } from './scan.js';

/**
 * Requests of Google's Data Manager API: `audienceMembers:ingest` and `:remove`.
 *
 * Both consent signals are stated for the whole request where they are for everybody in it, else for each member; a
 * member about whom nothing is stated is outside the EEA, the United Kingdom and Switzerland.
 *
 * Source: https://developers.google.com/data-manager/api/reference/rest/v1/audienceMembers (read 2026-11-22).
 */
export const dataManagerRequests: ListingForm = {
  ending: 'json',
  operations: ['remove', 'add'],
  keys: ['email', 'phone', 'first_name', 'last_name', 'country', 'postal_code', 'maid', 'external_id'],
  needs: { account: true, audience: true },
  // One request has one encoding; what was written under another one is taken back in requests of its own.
  groupOf: (row) => (isBase64(row) ? 'base64' : ''),
  files,
  scan: scanJson({
    'destinations[].operatingAccount.accountType': 'word',
    'destinations[].operatingAccount.accountId': 'id',
    'destinations[].loginAccount.accountType': 'word',
    'destinations[].loginAccount.accountId': 'id',
    'destinations[].productDestinationId': 'id',
    'audienceMembers[].userData.userIdentifiers[].emailAddress': 'digest',
    'audienceMembers[].userData.userIdentifiers[].phoneNumber': 'digest',
    'audienceMembers[].userData.userIdentifiers[].address.givenName': 'digest',
    'audienceMembers[].userData.userIdentifiers[].address.familyName': 'digest',
    'audienceMembers[].userData.userIdentifiers[].address.regionCode': 'country',
    'audienceMembers[].userData.userIdentifiers[].address.postalCode': 'postalCode',
    'audienceMembers[].mobileData.mobileIds[]': 'deviceId',
    'audienceMembers[].userIdData.userId': 'externalId',
    'audienceMembers[].consent.adUserData': 'word',
    'audienceMembers[].consent.adPersonalization': 'word',
    'consent.adUserData': 'word',
    'consent.adPersonalization': 'word',
    'termsOfService.customerMatchTermsOfServiceStatus': 'word',
    encoding: 'word',
  }),
};

const MEMBERS_PER_REQUEST = 10_000;
const IDENTIFIERS_PER_MEMBER = 10;

const GRANTED = { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' };

const isBase64 = ({ values }: ListingRow): boolean =>
  [values.email, values.phone, values.first_name].some((texts) => texts?.[0]?.endsWith('=') === true);

async function* files({ operation, group, rows, place }: FileJob): AsyncGenerator<FormFile> {
  const isAdd = operation === 'add';
  let number = 0;
  for await (const batch of batchesOf(expanded(rows(), membersOf), MEMBERS_PER_REQUEST)) {
    number += 1;
    const isGranted = isAdd && batch.every(({ row }) => row.consent === 'granted');
    const body = {
      destinations: [destinationOf(place)],
      audienceMembers: batch.map(({ row, member }) =>
        isAdd && !isGranted && row.consent === 'granted' ? { ...member, consent: GRANTED } : member,
      ),
      ...(isGranted ? { consent: GRANTED } : {}),
      ...(batch.some(({ member }) => 'userData' in member) ? { encoding: group === 'base64' ? 'BASE64' : 'HEX' } : {}),
      ...(isAdd && place.termsAccepted === true
        ? { termsOfService: { customerMatchTermsOfServiceStatus: 'ACCEPTED' } }
        : {}),
    };
    const mark = [group, sequence(number)].filter((part) => part !== '').join('.');
    const path = `/v1/audienceMembers:${isAdd ? 'ingest' : 'remove'}`;
    yield jsonFile(mark, body, batch.filter(({ isFirst }) => isFirst).length, { method: 'POST', path });
  }
}

interface Member {
  readonly row: ListingRow;
  /** Of those that the person is. */
  readonly isFirst: boolean;
  readonly member: Readonly<Record<string, unknown>>;
}

/** One member for a person, more for one with more than ten identifiers: none of them is lost. */
function membersOf(row: ListingRow): readonly Member[] {
  const { values } = row;
  const identifiers = [
    ...(values.email ?? []).map((emailAddress) => ({ emailAddress })),
    ...(values.phone ?? []).map((phoneNumber) => ({ phoneNumber })),
    ...addressesOf(row),
  ];
  return [
    ...range(Math.ceil(identifiers.length / IDENTIFIERS_PER_MEMBER)).map((i) => ({
      userData: {
        userIdentifiers: identifiers.slice(i * IDENTIFIERS_PER_MEMBER, (i + 1) * IDENTIFIERS_PER_MEMBER),
      },
    })),
    ...(values.maid === undefined ? [] : [{ mobileData: { mobileIds: values.maid } }]),
    ...(values.external_id ?? []).map((userId) => ({ userIdData: { userId } })),
  ].map((member, i) => ({ row, isFirst: i === 0, member }));
}

function addressesOf({ values }: ListingRow) {
  return range(spellingsIn(values)).flatMap((spelling) => {
    const { first_name, last_name, country, postal_code } = singleKeys(values, spelling);
    if (first_name === undefined || last_name === undefined) return [];
    return [
      { address: { givenName: first_name, familyName: last_name, regionCode: country, postalCode: postal_code } },
    ];
  });
}

function destinationOf({ audience, account }: ListingPlace) {
  if (account === undefined) throw new Error('bug: requests without an account');
  return {
    operatingAccount: accountOf(account),
    ...(account.login === undefined
      ? {}
      : { loginAccount: accountOf({ ...accountTypeOf(account), ...account.login }) }),
    productDestinationId: audience,
  };
}

const accountTypeOf = ({ type }: ListingAccount) => (type === undefined ? {} : { type });

const accountOf = ({ id, type = 'GOOGLE_ADS' }: Pick<ListingAccount, 'id' | 'type'>) => ({
  accountType: type,
  accountId: id,
});
