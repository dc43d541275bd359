import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AS_OF, lapsedDrivers } from '../jobs/campaigns.js';
import { nothingSaid, noYes, refusals, valueIn } from './answers.js';
import { baseOf, type Cells, instant, mailOf, rowsOf } from './read.js';

/**
 * The list of job A in plain Node with fast-csv, as it would be written without a database: who is on it, and no more.
 * Reasons are not kept. Run: `node by-hand.js <data> <out>`
 */
const [data, out] = process.argv.slice(2);
if (data === undefined || out === undefined) throw new Error('usage: by-hand <data> <out>');
const ASOF = Date.parse(AS_OF);
const DAY = 86_400_000;
const before = (days: number): number => ASOF - days * DAY;
const { category, windowDays, quietDays, leastCount, leastSpend, event } = lapsedDrivers;
const currencies: Readonly<Record<string, string>> = { SE: 'SEK', FI: 'EUR', NO: 'NOK', DK: 'DKK' };

const profiles = new Map<string, { readonly row: Cells; readonly mail: string | undefined }>();
for await (const row of rowsOf(data, 'profiles'))
  profiles.set(row.profile_id ?? '', { row, mail: mailOf(row.email ?? '') });

const bought = new Map<string, { count: number; recently: number; cents: number; soft: boolean }>();
for await (const row of rowsOf(data, 'purchases')) {
  const at = instant(row.at) ?? ASOF;
  if (at >= ASOF || at < before(windowDays)) continue;
  if (row.category !== category && row.category?.startsWith(`${category}/`) !== true) continue;
  const id = row.profile_id ?? '';
  const one = valueIn(bought, id, () => ({ count: 0, recently: 0, cents: 0, soft: false }));
  const sign = row.kind === 'return' ? -1 : 1;
  one.count += sign;
  if (at >= before(quietDays)) one.recently += sign;
  if (row.currency === currencies[profiles.get(id)?.row.country ?? ''])
    one.cents += sign * Math.round(Number(row.amount) * 100);
  one.soft ||=
    row.kind === 'sale' &&
    row.controller === 'okq8' &&
    row.contact_collected === 'true' &&
    row.opt_out_offered === 'true';
}

const active = new Set<string>();
for await (const row of rowsOf(data, 'events')) {
  const at = instant(row.at) ?? ASOF;
  if (row.type === event?.type && at < ASOF && at >= before(event?.days ?? 0)) active.add(row.profile_id ?? '');
}

const contacted = new Map<string, number>();
for await (const row of rowsOf(data, 'contacts')) {
  const at = instant(row.at) ?? ASOF;
  if (row.purpose === 'service' || row.channel !== 'email' || at <= before(7) || at > ASOF) continue;
  contacted.set(row.profile_id ?? '', 1 + (contacted.get(row.profile_id ?? '') ?? 0));
}

const { said, yes, bounced } = await refusals(data, (id) => {
  const mail = profiles.get(id)?.mail;
  return mail && baseOf(mail);
});

const listed: (readonly [id: string, line: string])[] = [];
const taken = new Set<string>();
for (const [id, { row, mail }] of [...profiles].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const sales = bought.get(id);
  if (sales === undefined || sales.count < leastCount || sales.recently >= 1 || sales.cents < leastSpend * 100)
    continue;
  if (!active.has(id) || mail === undefined) continue;
  if (row.deceased === 'true' || row.protected_identity === 'true' || (row.birth_date ?? '') > '2008-01-01') continue;
  const given = yes.get(id) ?? noYes();
  const against = [said.get(id), said.get(baseOf(mail)), said.get(phoneIn(row))].map((one) => one ?? nothingSaid());
  const last = (of: 'channelOut' | 'topicOut' | 'lastNo'): number => Math.max(...against.map((one) => one[of]));
  const stands = (optOut: number, ended: number): boolean => optOut !== Number.NEGATIVE_INFINITY && ended <= optOut;
  if (against.some(({ objected, complained }) => objected || complained)) continue;
  if (stands(last('channelOut'), given.own) || stands(last('topicOut'), given.ownTopic)) continue;
  const consents = given.proven > last('lastNo');
  if (!consents && !(sales.soft && last('lastNo') === Number.NEGATIVE_INFINITY)) continue;
  if (bounced.has(mail) || (contacted.get(id) ?? 0) >= 3 || taken.has(mail)) continue;
  taken.add(mail);
  listed.push([id, [id, mail, row.first_name, row.language].join(',')]);
}
mkdirSync(out, { recursive: true });
writeFileSync(
  path.join(out, 'email.csv'),
  ['profile_id,email,first_name,language', ...listed.map(([, line]) => line), ''].join('\n'),
);

/** Their own number, by their country where it is written without one. */
function phoneIn({ phone = '', country = '' }: Cells): string {
  const digits = phone
    .replaceAll('(0)', '')
    .replace(/[^0-9+]/g, '')
    .replace(/^00/, '+');
  if (digits.startsWith('+')) return digits;
  const dial: Readonly<Record<string, string>> = { SE: '+46', FI: '+358', NO: '+47', DK: '+45' };
  return `${dial[country] ?? ''}${country === 'SE' || country === 'FI' ? digits.slice(1) : digits}`;
}
