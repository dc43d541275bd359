/** 04. Ask once more for each person, at the moment of sending.   Run: npx tsx examples/04-at-send-time.ts */
import { clearAudience, Ledger, okq8 } from 'clearlist';
import { autumnFuel } from './data/campaigns.js';
import { records } from './data/people.js';

const asOf = '2026-11-22T06:00:00Z';
const list = await clearAudience({ campaign: autumnFuel, policy: okq8, records, asOf });

// The program that sends keeps a ledger: everything known, and whatever comes in while it works.
const ledger = new Ledger({ policy: okq8 });
ledger.append(records);
const ask = ledger.ask({ campaign: autumnFuel, asOf: '2026-11-22T09:30:00Z', sending: true });

const send = (id: string): void => {
  const { outcome, primaryReason } = ask.decide(id);
  console.log(id, outcome === 'allow' ? 'sent' : `not sent: ${primaryReason}`);
};

for await (const [id] of list) send(String(id));
//=> bo sent

// Half an hour later Bo answers STOP. No list has to be made again: the next question knows it.
ledger.append({
  opt_out: [{ email: 'BO@example.fi', controller: 'okq8', channel: 'email', occurredAt: '2026-11-22T09:20:00Z' }],
});
for await (const [id] of list) send(String(id));
//=> bo not sent: CHANNEL_OPT_OUT
