import type { Habit } from './habits.js';
import type { Column, Row } from './tables.js';

/**
 * What is special about a person, as data: a change to the profile, a profile beside it, or something that was said.
 */
export type Detail =
  | { readonly is: 'changed'; readonly change: (customer: Row<'customers'>) => Row<'customers'> }
  /** Somebody of the same household, with the same e-mail address. */
  | { readonly is: 'partner'; readonly habit: Habit }
  /** The profile that the bank had, since merged into the person's. */
  | { readonly is: 'bank profile' }
  | Said;

/** Whom a row names: a profile, or an address alone. */
export type By =
  | 'self'
  | 'partner'
  | 'bank profile'
  | 'address'
  | 'tagged address'
  | 'capital address'
  | 'old address'
  | 'mobile';

export type SaidTable = 'consents' | 'objections' | 'opt-outs' | 'restrictions';

/** A row about what somebody said. */
export interface Said<T extends SaidTable = SaidTable> {
  readonly is: 'said';
  readonly table: T;
  readonly by: By;
  /** Days before as-of; none for a row without a time. */
  readonly days: number | undefined;
  readonly cells: Partial<Readonly<Record<Column<SaidTable>, string>>>;
}

type Options<T extends SaidTable> = { readonly by?: By; readonly days?: number | undefined } & Row<T>;

const said =
  <T extends SaidTable>(table: T, usual: number, defaults: Row<T>) =>
  (options: Options<T> = {}): Said<T> => {
    const { by = 'self', days: _, ...cells } = options;
    const days = 'days' in options ? options.days : usual;
    return { is: 'said', table, by, days, cells: { ...defaults, ...cells } };
  };

/** A profile unlike others: the cells that differ, or how they come from those it had. */
export const is = (cells: Row<'customers'> | ((customer: Row<'customers'>) => Row<'customers'>)): Detail => ({
  is: 'changed',
  change: typeof cells === 'function' ? cells : () => cells,
});

export const hasPartner = (habit: Habit): Detail => ({ is: 'partner', habit });
export const hadBankProfile: Detail = { is: 'bank profile' };

export const objects = said('objections', 90, {
  made_to: 'okq8',
  purpose: 'direct_marketing',
  channel: '*',
  state: 'objected',
  origin: 'data_subject',
});

/** Takes an objection back. */
export const lifts = said('objections', 20, {
  made_to: 'okq8',
  purpose: 'direct_marketing',
  channel: '*',
  state: 'lifted',
  origin: 'data_subject',
  evidence: 'case file',
});

export const optsOut = said('opt-outs', 80, { opted_out_of: 'okq8', channel: 'email', origin: 'unsubscribe_link' });

export const consents = said('consents', 150, {
  given_to: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  answer: 'yes',
  origin: 'data_subject',
  evidence: 'web form',
  notice_version: '2022-08-27',
});

export const restricts = said('restrictions', 40, { asked_of: 'okq8', state: 'restricted' });
export const unrestricts = said('restrictions', 15, { asked_of: 'okq8', state: 'lifted' });
