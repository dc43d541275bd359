import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/**
 * A person’s relation to one controller: what makes a customer a customer.
 *
 * Read as narrowly as a permission, because a soft opt-in can rest on it: what is missing or unreadable meets no
 * condition, and a relation whose end cannot be read is over.
 */
export const relationKind = defineRecordKind({
  kind: 'relation',
  role: 'reference',
  about: 'Customer, member, account holder or prospect of one controller, from a day to a day.',
  source: 'ePrivacy Directive Art. 13(2); CJEU C-654/23; notice on marketing, OKQ8, 2022-08-27',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile'),
    controller: field('word', 'the controller', { words: 'controllers' }),
    relation: field('word', 'what the person is to the controller', {
      words: ['customer', 'member', 'account', 'prospect'],
    }),
    category: field('path', 'product category that the relation is about, as a path'),
    occurredAt: field('instant', 'from when'),
    endedAt: field('instant', 'until when, exclusive'),
    contactCollected: field('boolean', 'contact details were given when it began'),
    optOutOffered: field('boolean', 'a free and easy opt-out was offered at that moment'),
  },
  needs: [['profileId'], ['relation']],
});

export type Relation = RecordOf<typeof relationKind> & {
  readonly profileId: string;
  readonly relation: string;
};
