import { Ledger, okq8 } from '../../src/index.js';
import { median, spread } from '../measure/statistics.js';
import type { BenchResult } from '../result.js';

/**
 * How fast a ledger is read, how much memory it takes, and how fast it decides.
 *
 * Made-up persons with five records each: a consent, a withdrawal on another channel, an opt-out by address, a sale,
 * and an objection for one in ten; one in a hundred shares an address, one in two hundred was merged. Times are CPU time
 * of one thread. Verdicts of some persons are held against the reference's decisions before anything is told.
 */

const PERSONS = 200_000;
const ROUNDS = 5;
const CHUNK = 20_000;
/** Held against the reference, and timed with it. */
const REFERRED = 2_000;

const id = (i: number): string => `customer-${i}`;
const email = (i: number): string => `customer.${i % 100 === 1 ? i - 1 : i}@example.se`;
const profile = (i: number) => ({
  id: id(i),
  country: 'SE',
  email: email(i),
  phone: `+4670${String(1_000_000 + (i % 9_000_000))}`,
  birthDate: `19${50 + (i % 50)}-0${1 + (i % 9)}-1${i % 9}`,
});
const when = (i: number): string =>
  `2025-${String(1 + (i % 12)).padStart(2, '0')}-01T10:00:${String(i % 60).padStart(2, '0')}Z`;
const consent = (i: number) => ({
  profileId: id(i),
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  state: 'given',
  occurredAt: when(i),
  origin: 'data_subject',
  evidence: `form-${i % 20}`,
});
const withdrawal = (i: number) => ({ ...consent(i), channel: 'sms', state: 'withdrawn' });
const optOut = (i: number) => ({ email: email(i), controller: 'okq8', channel: 'sms', occurredAt: when(i) });
const sale = (i: number) => ({
  profileId: id(i),
  controller: 'okq8',
  type: 'sale',
  category: 'fuel',
  occurredAt: when(i),
});
const objection = (i: number) => ({ profileId: id(i), purpose: 'direct_marketing', occurredAt: when(i) });
const merge = (i: number) => ({ link: 'merge', profileId: id(i), intoProfileId: id(i + 1), occurredAt: when(i) });

const memory = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

function seconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function fill(ledger: Ledger, persons: number): void {
  for (let from = 0; from < persons; from += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, persons - from) }, (_, i) => from + i);
    ledger.append({
      profile: chunk.map(profile),
      permission: chunk.flatMap((i) => [consent(i), withdrawal(i)]),
      opt_out: chunk.map(optOut),
      purchase: chunk.map(sale),
      objection: chunk.filter((i) => i % 10 === 0).map(objection),
      identity_link: chunk.filter((i) => i % 400 === 200).map(merge),
    });
  }
}

export async function run({
  persons = PERSONS,
  rounds = ROUNDS,
}: {
  readonly persons?: number;
  readonly rounds?: number;
} = {}): Promise<BenchResult[]> {
  const before = memory();
  const ledger = new Ledger({ policy: okq8 });
  const reading = seconds(() => fill(ledger, persons));
  const held = memory() - before;
  const answers = ledger.ask({
    campaign: { controller: 'okq8', kind: 'newsletter', channel: 'email', products: 'fuel' },
    asOf: '2026-03-03T10:00:00Z',
    sending: true,
  });
  let told = 0;
  const everybody = (): void => {
    told = 0;
    for (const _ of answers.verdicts()) told += 1;
  };
  const taken = Array.from({ length: rounds }, () => seconds(everybody));
  const referred = answers.referred / rounds;
  const asked = Array.from({ length: Math.min(REFERRED, persons) }, (_, i) => id(i));
  const verdicts = asked.map((person) => JSON.stringify(answers.verdict(person)));
  let outcomes: readonly string[] = [];
  const deciding = seconds(() => {
    outcomes = asked.map((person) => {
      const { profileId, outcome, primaryReason, reasons, basis } = answers.decide(person);
      return JSON.stringify({ profileId, outcome, primaryReason, reasons: reasons.map(({ reason }) => reason), basis });
    });
  });
  if (outcomes.some((outcome, i) => outcome !== verdicts[i])) throw new Error('a verdict is not the reference’s');
  const perSecond = taken.map((one) => Math.round(told / one));
  const of = `of ${persons} persons with ${ledger.size} records`;
  return [
    {
      name: `verdicts with all reasons ${of}`,
      unit: 'per second',
      value: median(perSecond),
      peer: { name: 'decide, with evidence', value: Math.round(asked.length / deciding) },
      rounds,
      spread: spread(perSecond),
      note: `CPU time of one thread, preparing included; the reference was asked about ${((100 * referred) / told).toFixed(1)} % of them`,
    },
    { name: `reading a ledger ${of}`, unit: 'per second', value: Math.round(ledger.size / reading), rounds: 1 },
    { name: `memory of a record in a ledger ${of}`, unit: 'bytes', value: Math.round(held / ledger.size), rounds: 1 },
  ];
}
