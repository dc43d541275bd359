import type { Row, Who } from './decision-table.js';

/** Rows of refusals and permissions as a source writes them; a line of a table says what is different. */

/** Earlier than as-of, and an instant that ties are made with. */
export const THEN = '2026-02-01T10:00:00Z';
export const BEFORE = '2026-02-01T09:59:59.999999Z';
export const AFTER = '2026-02-01T10:00:00.000001Z';
export const AS_OF = '2026-03-03T10:00:00Z';
export const JUST_AFTER_AS_OF = '2026-03-03T10:00:00.000001Z';

export const consent = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  profileId: id,
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  state: 'given',
  occurredAt: THEN,
  origin: 'data_subject',
  evidence: 'form-1',
  ...change,
});

export const withdrawal = (who: Pick<Who, 'id'>, change: Row = {}): Row =>
  consent(who, { state: 'withdrawn', evidence: null, ...change });

export const optOut = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  profileId: id,
  controller: 'okq8',
  channel: 'email',
  topic: '*',
  occurredAt: THEN,
  ...change,
});

export const objection = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  profileId: id,
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: '*',
  state: 'objected',
  occurredAt: THEN,
  ...change,
});

export const lift = (who: Pick<Who, 'id'>, change: Row = {}): Row =>
  objection(who, { state: 'lifted', occurredAt: AFTER, origin: 'data_subject', evidence: 'call-5', ...change });

export const sale = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  profileId: id,
  controller: 'okq8',
  type: 'sale',
  category: 'fuel',
  occurredAt: THEN,
  contactCollected: true,
  optOutOffered: true,
  ...change,
});

export const delivery = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  profileId: id,
  channel: 'email',
  outcome: 'hard_bounce',
  occurredAt: THEN,
  ...change,
});

export const relation = ({ id }: Pick<Who, 'id'>, change: Row = {}): Row => ({
  profileId: id,
  controller: 'okq8',
  relation: 'member',
  category: 'fuel',
  occurredAt: '2019-01-01T00:00:00Z',
  contactCollected: true,
  optOutOffered: true,
  ...change,
});

/** Row fields that the source writes under another subject: `about(who.email)` instead of a profile. */
export const byEmail = (email: string, row: Row): Row => ({ ...row, profileId: null, email });
export const byPhone = (phone: string, row: Row): Row => ({ ...row, profileId: null, phone });
