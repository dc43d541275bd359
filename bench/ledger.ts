import { Ledger, okq8 } from '../src/index.js';

/**
 * How fast a ledger decides, and how much memory it takes. Run: `node --expose-gc --import tsx bench/ledger.ts [persons]`
 *
 * Made-up persons with five records each: a consent, a withdrawal on another channel, an opt-out by address, a sale,
 * and an objection for one in ten. Times are of one core, as CPU time, so that a busy machine does not change them.
 */
const persons = Number(process.argv[2] ?? 100_000);
const CHUNK = 20_000;

const profile = (i: number) => ({
  id: `customer-${i}`,
  country: 'SE',
  email: `customer.${i}@example.se`,
  phone: `+4670${String(1_000_000 + (i % 9_000_000))}`,
  birthDate: `19${50 + (i % 50)}-0${1 + (i % 9)}-1${i % 9}`,
});
const when = (i: number): string =>
  `2025-${String(1 + (i % 12)).padStart(2, '0')}-01T10:00:${String(i % 60).padStart(2, '0')}Z`;
const consent = (i: number) => ({
  profileId: `customer-${i}`,
  controller: 'okq8',
  purpose: 'direct_marketing',
  channel: 'email',
  state: 'given',
  occurredAt: when(i),
  origin: 'data_subject',
  evidence: `form-${i % 20}`,
});
const withdrawal = (i: number) => ({ ...consent(i), channel: 'sms', state: 'withdrawn' });
const optOut = (i: number) => ({
  email: `customer.${i}@example.se`,
  controller: 'okq8',
  channel: 'sms',
  occurredAt: when(i),
});
const sale = (i: number) => ({
  profileId: `customer-${i}`,
  controller: 'okq8',
  type: 'sale',
  category: 'fuel',
  occurredAt: when(i),
});
const objection = (i: number) => ({ profileId: `customer-${i}`, purpose: 'direct_marketing', occurredAt: when(i) });

const memory = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const seconds = (work: () => void): number => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

const before = memory();
const ledger = new Ledger({ policy: okq8 });
const reading = seconds(() => {
  for (let from = 0; from < persons; from += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, persons - from) }, (_, i) => from + i);
    ledger.append({
      profile: chunk.map(profile),
      permission: chunk.flatMap((i) => [consent(i), withdrawal(i)]),
      opt_out: chunk.map(optOut),
      purchase: chunk.map(sale),
      objection: chunk.filter((i) => i % 10 === 0).map(objection),
    });
  }
});
const held = memory() - before;
const answers = ledger.ask({
  campaign: { controller: 'okq8', kind: 'newsletter', channel: 'email', products: 'fuel' },
  asOf: '2026-03-03T10:00:00Z',
  sending: true,
});
const verdicts = (): number => {
  let found = 0;
  for (const { outcome } of answers.verdicts()) if (outcome === 'allow') found += 1;
  return found;
};
let allowed = 0;
const [first, again] = [seconds(verdicts), seconds(verdicts)];
const deciding = seconds(() => {
  for (let i = 0; i < Math.min(persons, 20_000); i += 1)
    if (answers.decide(`customer-${i}`).outcome === 'allow') allowed += 1;
});
const figures = {
  persons,
  records: ledger.size,
  allowed,
  readPerSecond: Math.round(ledger.size / reading),
  bytesPerRecord: Math.round(held / ledger.size),
  arrayBytesPerRecord: Math.round(ledger.bytes / ledger.size),
  decisionsPerSecond: Math.round(Math.min(persons, 20_000) / deciding),
  verdictsPerSecond: Math.round(persons / first),
  againPerSecond: Math.round(persons / again),
  referred: answers.referred,
};
console.log(JSON.stringify(figures, null, 2));
