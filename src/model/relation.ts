import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/** A person’s relation to one controller: what makes a customer a customer. */
export const relationKind = defineRecordKind({
  kind: 'relation',
  role: 'reference',
  about: 'Customer, member or prospect of one controller, from a day to a day.',
  source: 'ePrivacy Directive Art. 13(2); notice on marketing, OKQ8, 2022-08-27',
  fields: {
    id: field('id', 'the source’s own id'),
    profileId: field('id', 'the profile'),
    controller: field('word', 'the controller', { words: 'controllers' }),
    relation: field('word', 'what the person is to the controller', { words: ['customer', 'member', 'prospect'] }),
    occurredAt: field('instant', 'from when'),
    endedAt: field('instant', 'until when, exclusive'),
    contactCollected: field('boolean', 'contact details were given when it began'),
    optOutOffered: field('boolean', 'a free and easy opt-out was offered at that moment'),
  },
  needs: [['profileId'], ['relation']],
});

export type Relation = RecordOf<typeof relationKind>;
