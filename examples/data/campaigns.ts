import { builder, defineCampaign, rolling, segment } from 'clearlist';

const { all, not, purchases, events } = builder();

/** Bought fuel at least three times in a year, but not in the last 60 days, and still opens the app. */
export const lapsedFuel = segment(
  'lapsed-fuel',
  all(
    purchases({ category: 'fuel' }).receipts().in(rolling('P365D')).atLeast(3),
    not(purchases({ category: 'fuel' }).receipts().in(rolling('P60D')).atLeast(1)),
    events('app_open').count().in(rolling('P30D')).atLeast(1),
  ),
);

export const autumnFuel = defineCampaign({
  id: 'autumn-fuel',
  controller: 'okq8',
  kind: 'targeted_offer',
  products: 'fuel',
  channel: 'email',
  audience: lapsedFuel,
  columns: ['profileId', 'address', 'firstName'],
});
