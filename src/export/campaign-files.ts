import type { CampaignEntry } from './campaign-entry.js';

/** Every file of a campaign, the one for its proof recipients last. */
export const campaignFiles = ({ files, proof }: Pick<CampaignEntry, 'files' | 'proof'>): CampaignEntry['files'] =>
  proof?.file === undefined ? files : [...files, proof.file];
