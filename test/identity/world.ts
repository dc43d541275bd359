import { expect } from 'vitest';
import type { RecordsInput } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { widePolicy } from '../parity/campaign-arbitraries.js';
import { runBoth, runDefinition, type Said } from '../parity/run-both.js';

/**
 * A world small enough to be worked out by hand. As-of is 2026-03-03T10:00:00Z; every question goes to the reference
 * and to DuckDB, and both have to give the one answer.
 */

export const everybody: Condition = { kind: 'all', of: [] };

export interface Question {
  readonly audience?: Condition;
  readonly channel?: 'email' | 'sms';
  readonly kind?: string;
  readonly linkDevices?: boolean;
  readonly replay?: boolean;
}

export interface Answer {
  readonly persons: Said['decisions'];
  readonly anonymousEvents: number;
}

export async function ask(records: RecordsInput, question: Question = {}): Promise<Answer> {
  const { audience = everybody, channel = 'email', kind = 'newsletter', linkDevices = true, replay = false } = question;
  const campaign = {
    controller: 'okq8',
    kind,
    channel,
    country: 'SE',
    audience: { id: 'audience', condition: audience },
  };
  const run = runDefinition([campaign], { policy: widePolicy, linkDevices, replay });
  const { reference, duckdb, anonymousEvents } = await runBoth(run, records);
  expect(duckdb).toEqual(reference);
  expect(anonymousEvents.duckdb).toBe(anonymousEvents.reference);
  return { persons: (reference[0] as Said).decisions, anonymousEvents: anonymousEvents.reference };
}

/** Who is a member of the audience. */
export async function members(records: RecordsInput, audience: Condition, question: Question = {}): Promise<string[]> {
  return Object.keys((await ask(records, { ...question, audience })).persons).sort();
}

/** Everybody's reasons; `consent` for those who may be written to. */
export async function verdicts(records: RecordsInput, question: Question = {}): Promise<Record<string, string>> {
  const { persons } = await ask(records, question);
  return Object.fromEntries(
    Object.entries(persons).map(([id, said]) => {
      const { reasons, basis } = said as { reasons: readonly string[]; basis?: string };
      return [id, basis ?? reasons.join(' ')];
    }),
  );
}

/** A consent that carries every message to the person, whatever the address. */
export const consent = (profileId: string, occurredAt = '2025-01-01T00:00:00Z') =>
  (['email', 'sms'] as const).map((channel) => ({
    profileId,
    controller: 'okq8',
    purpose: 'direct_marketing',
    channel,
    state: 'given',
    occurredAt,
    origin: 'data_subject',
    evidence: 'form-1',
  }));

export const merge = (profileId: string, intoProfileId: string, occurredAt = '2025-06-01T00:00:00Z') => ({
  link: 'merge',
  profileId,
  intoProfileId,
  occurredAt,
});
