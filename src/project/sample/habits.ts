import type { CampaignId } from './config.js';

/** What a person buys and does: enough to be in an audience, or just outside it. */
export interface Habit {
  /** Receipts of a category, spread evenly between two numbers of days ago. */
  readonly buys: readonly (readonly [category: Category, receipts: number, from: number, to: number])[];
  /** The audience this is enough for, beside the newsletter's. */
  readonly audience?: CampaignId;
  readonly opensApp: boolean;
  readonly seller: 'okq8' | 'okq8_bank' | 'ok_forening';
  /** What happened at the till: soft opt-in needs an address given and an opt-out offered. */
  readonly till: 'address and opt-out' | 'address only' | 'nothing';
  /** The category with which no address was given, whatever else happened at the till. */
  readonly nothingWith?: Category;
  /** The first of the receipts was refunded. */
  readonly refunded?: true;
  /** Has given a mobile number, and is Swedish: the numbers that are made up for films are. */
  readonly mobile?: true;
}

export type Category = 'fuel' | 'wash' | 'shop' | 'charging';

const habit = (buys: Habit['buys'], more: Partial<Habit> = {}): Habit => ({
  buys,
  opensApp: true,
  seller: 'okq8',
  till: 'address and opt-out',
  ...more,
});

/** In the audience of autumn-fuel: three receipts in a year, none for two months, the app opened this month. */
export const lapsed = habit([['fuel', 4, 70, 340]], { audience: 'autumn-fuel' });
/** In the audience of wash-sms: two washes in half a year. */
export const washer = habit(
  [
    ['wash', 3, 6, 170],
    ['fuel', 4, 3, 300],
  ],
  { audience: 'wash-sms', mobile: true },
);
/** In no audience but the newsletter's. */
export const regular = habit([
  ['fuel', 6, 4, 320],
  ['shop', 3, 8, 200],
]);
export const charger = habit([
  ['charging', 6, 5, 250],
  ['shop', 2, 20, 120],
]);
/** Buys nothing, or nothing that is known. */
export const visitor = habit([], { opensApp: false });
export const bankCustomer = habit([], { seller: 'okq8_bank', opensApp: false });
export const member = habit([['fuel', 5, 10, 300]], { seller: 'ok_forening', opensApp: false });
/** Lapsed at the stations of a member association, which is another controller. */
export const lapsedMember = habit([['fuel', 4, 70, 340]], { audience: 'autumn-fuel', seller: 'ok_forening' });

/** Almost lapsed. */
export const recent = habit([
  ['fuel', 3, 90, 340],
  ['fuel', 1, 20, 50],
]);
export const rare = habit([['fuel', 2, 90, 340]]);
export const refunded = habit([['fuel', 3, 90, 340]], { refunded: true });
export const silent = habit([['fuel', 4, 70, 340]], { opensApp: false });
export const longAgo = habit([['fuel', 5, 380, 600]]);

/** Gave no address at the till. */
export const nameless = (of: Habit): Habit => ({ ...of, till: 'nothing' });
/** Gave an address and was offered no way to refuse. */
export const unasked = (of: Habit): Habit => ({ ...of, till: 'address only' });
/** Gave an address with fuel and none with a wash: the one is no product like the other. */
export const secretWasher: Habit = { ...washer, nothingWith: 'wash' };
