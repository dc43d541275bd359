import { batchesOf, sequence } from './batches.js';
import { jsonFile } from './json-body.js';
import type { FileJob, FormFile, ListingForm } from './listing-file.js';
import { range } from './listing-lines.js';
import { type ListingRow, singleKeys, spellingsIn } from './listing-row.js';
import { scanJson } from './scan.js';

/**
 * Requests of the Display & Video 360 API for audiences of the types `CUSTOMER_MATCH_CONTACT_INFO` and
 * `CUSTOMER_MATCH_DEVICE_ID`. Consent is stated for everybody in a request, so that persons about whom nothing is stated
 * are in requests of their own.
 *
 * Source: https://developers.google.com/display-video/api/guides/audiences/upload-customer-match and the reference of
 * `firstPartyAndPartnerAudiences.editCustomerMatchMembers` (read 2026-11-22).
 */
export const dv360Requests: ListingForm = {
  ending: 'json',
  operations: ['remove', 'add'],
  keys: ['email', 'phone', 'first_name', 'last_name', 'country', 'postal_code', 'maid'],
  needs: { account: true, audience: true },
  groupOf: ({ values, consent }, operation) =>
    [
      ...(values.maid === undefined ? [] : [DEVICES]),
      ...(operation === 'add' && consent === undefined ? [NOT_STATED] : []),
    ].join('.'),
  files,
  scan: scanJson(
    placesOf([
      'addedContactInfoList',
      'removedContactInfoList',
      'addedMobileDeviceIdList',
      'removedMobileDeviceIdList',
    ]),
  ),
};

function placesOf(lists: readonly string[]) {
  const below = {
    'contactInfos[].hashedEmails[]': 'digest',
    'contactInfos[].hashedPhoneNumbers[]': 'digest',
    'contactInfos[].hashedFirstName': 'digest',
    'contactInfos[].hashedLastName': 'digest',
    'contactInfos[].countryCode': 'country',
    'contactInfos[].zipCodes[]': 'postalCode',
    'mobileDeviceIds[]': 'deviceId',
    'consent.adUserData': 'word',
    'consent.adPersonalization': 'word',
  } as const;
  const entries = lists.flatMap((list) =>
    Object.entries(below).map(([path, form]) => [`${list}.${path}`, form] as const),
  );
  return { advertiserId: 'id', ...Object.fromEntries(entries) } as const;
}

/** Groups: an audience is one of devices or of contacts; a request states one consent. */
const DEVICES = 'devices';
const NOT_STATED = 'consent-not-stated';

/** No limit of one request is published; this is that of Google's other ways in. */
const PERSONS_PER_REQUEST = 10_000;

const GRANTED = { adUserData: 'CONSENT_STATUS_GRANTED', adPersonalization: 'CONSENT_STATUS_GRANTED' };

async function* files({ operation, group, rows, place }: FileJob): AsyncGenerator<FormFile> {
  const prefix = operation === 'add' ? 'added' : 'removed';
  const consent = operation === 'add' && !group.endsWith(NOT_STATED) ? { consent: GRANTED } : {};
  const request = {
    method: 'POST',
    path: `/v4/firstPartyAndPartnerAudiences/${place.audience}:editCustomerMatchMembers`,
  } as const;
  const isDevices = group.startsWith(DEVICES);
  let number = 0;
  for await (const batch of batchesOf(rows(), PERSONS_PER_REQUEST)) {
    number += 1;
    const list = isDevices
      ? {
          [`${prefix}MobileDeviceIdList`]: {
            mobileDeviceIds: batch.flatMap(({ values }) => values.maid ?? []),
            ...consent,
          },
        }
      : { [`${prefix}ContactInfoList`]: { contactInfos: batch.flatMap(contactsOf), ...consent } };
    const body = { advertiserId: place.account?.id, ...list };
    const mark = [group, sequence(number)].filter((part) => part !== '').join('.');
    yield jsonFile(mark, body, batch.length, request);
  }
}

/** One for a person, and one for each further spelling of the name. */
const contactsOf = ({ values }: ListingRow) =>
  range(spellingsIn(values)).map((spelling) => {
    const { first_name, last_name, country, postal_code } = singleKeys(values, spelling);
    return {
      ...(spelling === 0 && values.email !== undefined ? { hashedEmails: values.email } : {}),
      ...(spelling === 0 && values.phone !== undefined ? { hashedPhoneNumbers: values.phone } : {}),
      ...(first_name === undefined ? {} : { hashedFirstName: first_name }),
      ...(last_name === undefined ? {} : { hashedLastName: last_name }),
      ...(country === undefined ? {} : { countryCode: country }),
      ...(postal_code === undefined ? {} : { zipCodes: [postal_code] }),
    };
  });
