import { defineRecordKind, field, listField, type RecordOf } from './record-kind.js';
import { parties } from './vocabulary.js';

/** One person as one source system knows them. Several profiles may turn out to be one person. */
export const profileKind = defineRecordKind({
  kind: 'profile',
  role: 'person',
  about: 'A person as a customer, bank or member system knows them.',
  source: 'GDPR Art. 4(1)',
  fields: {
    id: field('id', 'the profile’s id in every source of the project'),
    email: listField('email', 'e-mail addresses in use, preferred first'),
    phone: listField('phone', 'phone numbers in use, preferred first'),
    formerEmail: listField('email', 'e-mail addresses no longer in use; refusals given on them still reach the person'),
    formerPhone: listField('phone', 'phone numbers no longer in use; refusals given on them still reach the person'),
    country: field('country', 'country of residence', { category: 'demographic_profile' }),
    language: field('text', 'language of correspondence', { category: 'demographic_profile' }),
    firstName: field('text', 'given name as recorded', { category: 'contact_details' }),
    lastName: field('text', 'family name as recorded', { category: 'contact_details' }),
    address: field('text', 'street and number, or box, as recorded', { category: 'contact_details' }),
    postalCode: field('text', 'postal code as recorded', { category: 'demographic_profile' }),
    city: field('text', 'city as recorded', { category: 'demographic_profile' }),
    birthDate: field('date', 'date of birth', { category: 'demographic_profile' }),
    gender: field('text', 'gender as recorded', { category: 'demographic_profile' }),
    party: field('word', 'whether consumer or business rules apply', { words: parties }),
    deceased: field('boolean', 'the person has died'),
    protectedIdentity: field('boolean', 'the person’s identity is protected by an authority'),
    controlGroup: field('boolean', 'member of the global control group, which receives nothing'),
  },
  needs: [['id']],
});

/** Attributes are the project’s own fields on a profile: text, number, date or boolean; a list is one text, see `items.ts`. */
export type AttributeValue = string | bigint | boolean;

export type Profile = RecordOf<typeof profileKind> & {
  readonly id: string;
  readonly email: readonly string[];
  readonly phone: readonly string[];
  readonly formerEmail: readonly string[];
  readonly formerPhone: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** A bound cell could not be read: the person is RECORD_UNPARSEABLE. */
  readonly unreadable: boolean;
};
