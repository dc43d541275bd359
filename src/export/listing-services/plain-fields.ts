import type { FieldRule } from './field-rule.js';

/** The canonical form itself. */
export const asItIs: Pick<FieldRule, 'spell' | 'spellSql'> = {
  spell: (canonical) => [canonical],
  spellSql: (canonical) => canonical,
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Advertising ids of Apple and Google: UUIDs in lower case with hyphens. Tokens of other kinds are none. */
export const advertisingId: Pick<FieldRule, 'spell' | 'spellSql'> = {
  spell: (canonical) => (UUID.test(canonical) ? [canonical] : { refused: 'NOT_AN_ADVERTISING_ID' }),
  spellSql: (canonical) => canonical,
};
