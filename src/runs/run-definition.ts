import type { RunDefinition } from '../campaign/engine.js';
import { requireUnsubscribe } from '../campaign/unsubscribe.js';
import { ClearlistError } from '../errors.js';
import { unsubscribeTokens } from '../export/unsubscribe-token.js';
import { parseAsOf } from '../model/instant.js';
import type { Project } from '../project/load-project.js';
import { policyWords } from '../suppression/policy.js';

/** What a person chooses when starting a run. */
export interface RunOptions {
  /** ISO 8601 with offset, whole milliseconds. */
  readonly asOf: string;
  /** Purchases and events that their source recorded later are not seen; as-of where it is not given. */
  readonly knownAt?: string;
  /** Decide with what was known at as-of; the lists are marked as not for sending. */
  readonly replay?: boolean;
  /** Only these campaigns; all where it is not given. */
  readonly only?: readonly string[];
}

/** @throws {ClearlistError} `as-of-invalid`, `unknown-name`. */
export function runDefinition(project: Project, { asOf, knownAt, replay = false, only }: RunOptions): RunDefinition {
  const unknown = only?.find((id) => !project.campaigns.some((campaign) => campaign.id === id));
  if (unknown !== undefined) {
    throw new ClearlistError('unknown-name', `no campaign is named "${unknown}"`, {
      at: 'campaigns',
      hint: `Use one of ${project.campaigns.map(({ id }) => id).join(', ')}.`,
    });
  }
  const campaigns = project.campaigns.filter(({ id }) => only === undefined || only.includes(id));
  const unsubscribe = project.unsubscribe === undefined ? undefined : unsubscribeTokens(project.unsubscribe);
  requireUnsubscribe(campaigns, unsubscribe);
  return {
    campaigns,
    ...(project.allocation === undefined ? {} : { allocation: project.allocation }),
    policy: project.policy,
    asOf: parseAsOf(asOf),
    ...(knownAt === undefined ? {} : { knownAt: parseAsOf(knownAt, 'knownAt') }),
    replay,
    zone: project.zone,
    attributes: project.attributes,
    ...(project.rates === undefined ? {} : { rates: project.rates }),
    words: policyWords(project.policy),
    linkDevices: project.linkDevices,
    keys: project.keys,
    ...(unsubscribe === undefined ? {} : { unsubscribe }),
  };
}
