import type { DestinationPolicy } from '../destination.js';

/**
 * Recipients within the EU and EEA, under a contract, that use nothing for themselves.
 *
 * Source: notice on marketing, OKQ8, 2022-08-27 (listing services, categories); notice on cookies, OP Financial Group
 * (external media); defaults of the decision cases `suppression-decisions/1`. The minimum sizes are our own choice.
 */
export const defaultDestinations: DestinationPolicy = {
  allowedRegions: ['EU', 'EEA'],
  defaults: { region: 'EU', role: 'processor', ownPurposes: false },
  ownPurposesAllowed: false,
  listingAttributes: ['audience_label', 'gender', 'age_band', 'region', 'interest'],
  minimumAudience: 100,
  minimumCell: 20,
  segmentCategories: [
    'purchase_history_aggregated',
    'search_history',
    'interests',
    'demographic_profile',
    'device_and_access',
    'partner_enrichment',
    'public_register_enrichment',
  ],
  industryPlatforms: ['EDAA', 'NAI', 'DAA'],
};
