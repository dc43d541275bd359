import type { Issue } from '../../errors.js';
import type { MatchField } from '../listing-services/match.js';
import { type ServiceId, serviceIds } from '../listing-services/registry.js';
import type { ListingFormName, ListingPlace } from './listing-file.js';
import { listingForms } from './listing-forms.js';

/** What a listing says of its files. */
export interface ListingShape {
  readonly service: ServiceId;
  readonly form: ListingFormName;
  readonly fields: readonly MatchField[];
  /** Whether the whole audience is sent each time. */
  readonly replace?: boolean;
  readonly place: ListingPlace;
}

const ID = /^[0-9]{1,30}$/;

/** What keeps a listing's files from being written as it asks for them. */
export function formIssues(
  { service, form: name, fields, replace = false, place }: ListingShape,
  at: string,
): readonly Issue[] {
  if (!serviceIds.includes(service)) return [];
  const form = listingForms[service][name];
  if (form === undefined) {
    const there = Object.keys(listingForms[service]).join(', ');
    return [{ at: `${at}.form`, message: `${service} has no form "${name}"; it has ${there}` }];
  }
  const isPlaced = (field: MatchField): boolean =>
    form.keys.some((key) => key === field || (field === 'birth_date' && key === 'birth_year'));
  const { account, audience } = place;
  const numbers = [account?.id, account?.login?.id].filter((id) => id !== undefined);
  return [
    ...fields
      .filter((field) => !isPlaced(field))
      .map((field) => ({
        at: `${at}.fields`,
        message: `the form "${name}" of ${service} has no place for "${field}"`,
      })),
    ...(replace && !form.operations.includes('replace')
      ? [{ at: `${at}.replace`, message: `the form "${name}" of ${service} has no way to replace an audience` }]
      : []),
    ...(form.needs.audience && !ID.test(audience)
      ? [{ at: `${at}.audience`, message: 'requests need the number of the audience at the service' }]
      : []),
    ...(form.needs.account && account === undefined
      ? [
          {
            at: `${at}.service`,
            message: 'requests need the number of the account: set it as `account` of the destination',
          },
        ]
      : []),
    ...(form.needs.account && numbers.some((id) => !ID.test(id))
      ? [{ at: `${at}.service`, message: 'the number of an account is digits only' }]
      : []),
  ];
}
