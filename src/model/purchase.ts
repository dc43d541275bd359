import type { Decimal } from './decimal.js';
import type { Instant } from './instant.js';
import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/** What quantities are counted in. */
export const units = ['piece', 'litre', 'kwh', 'kilogram', 'point'] as const;
export type Unit = (typeof units)[number];

/** Figures that a return takes back, so that they are negative there. A margin can be negative by itself. */
export const TAKEN_BACK = ['quantity', 'amount', 'netAmount', 'listAmount', 'discount'] as const;

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
    recordedAt: field('instant', 'when the source came to know it; of two lines with one id the later one counts'),
    type: field(
      'word',
      'a sale, a return, or void: cancelled or only reserved, so that it counts for nothing; without it, a negative quantity or amount is a return',
      { words: ['sale', 'return', 'void'] },
    ),
    originalReceipt: field('id', 'of a return: the receipt of the sale that it takes back'),
    originalLine: field('id', 'of a return: the id of the line that it takes back'),
    station: field('id', 'station, shop or site of the sale'),
    category: field('path', 'product category as a path, `fuel/diesel`'),
    product: field('id', 'product number'),
    quantity: field('decimal', 'quantity in its unit'),
    unit: field('word', 'what the quantity is counted in; quantities of different units are never added', {
      words: units,
    }),
    unitPrice: field('decimal', 'price of one unit; gives the amount where no amount is bound'),
    amount: field('decimal', 'amount of the line, with value added tax'),
    netAmount: field('decimal', 'the same without value added tax'),
    listAmount: field('decimal', 'what the line would have cost without discount'),
    discount: field('decimal', 'discount on the line'),
    margin: field('decimal', 'net amount less what the goods cost; negative at a loss'),
    currency: field('text', 'ISO 4217 code of all these amounts'),
    contactCollected: field('boolean', 'contact details were given in this sale'),
    optOutOffered: field('boolean', 'a free and easy opt-out was offered in this sale'),
  },
  needs: [['profileId'], ['occurredAt']],
});

export type Purchase = RecordOf<typeof purchaseKind> & {
  readonly profileId: string;
  readonly occurredAt: Instant;
  readonly type: 'sale' | 'return' | 'void';
  /** Signed: a return is negative. One piece where the source names no quantity. */
  readonly quantity: Decimal;
  /** Signed, like the other figures: a return is negative. */
  readonly amount?: Decimal;
};
