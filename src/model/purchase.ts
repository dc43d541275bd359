import type { Decimal } from './decimal.js';
import type { Instant } from './instant.js';
import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/** One line of a receipt. */
export const purchaseKind = defineRecordKind({
  kind: 'purchase',
  role: 'behaviour',
  about: 'One line of a sale or a return.',
  source: 'ePrivacy Directive Art. 13(2) for the collection context',
  fields: {
    id: field('id', 'the source’s own id of the line'),
    profileId: field('id', 'who bought'),
    controller: field('word', 'who sold', { words: 'controllers' }),
    receipt: field('id', 'the receipt the line stands on'),
    occurredAt: field('instant', 'when it was sold or returned'),
    type: field('word', 'a sale or a return; without it, a negative quantity or amount is a return', { words: ['sale', 'return'] }),
    category: field('path', 'product category as a path, `fuel/diesel`'),
    product: field('id', 'product number'),
    quantity: field('decimal', 'quantity in its unit'),
    unitPrice: field('decimal', 'price of one unit; gives the amount where no amount is bound'),
    amount: field('decimal', 'amount of the line'),
    currency: field('text', 'ISO 4217 code of the amount'),
    contactCollected: field('boolean', 'contact details were given in this sale'),
    optOutOffered: field('boolean', 'a free and easy opt-out was offered in this sale'),
  },
  needs: [['profileId'], ['occurredAt']],
});

export type Purchase = RecordOf<typeof purchaseKind> & {
  readonly profileId: string;
  readonly occurredAt: Instant;
  readonly type: 'sale' | 'return';
  /** Signed: a return is negative. One piece where the source names no quantity. */
  readonly quantity: Decimal;
  /** Signed: a return is negative. */
  readonly amount?: Decimal;
};
