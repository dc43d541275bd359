// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources in which faults are planted are full of them
import { FaultCopy, type Outcome } from './fault-copy.js';
import { caughtBy, type PlantedFault } from './planted-fault.js';

/**
 * Proves that a run stops where the engine and what it captures are blind to the same record: plants faults that keep a
 * refusal from everybody it is about, in decisions and in captured rows alike, and demands that a real run of the
 * project of `runs/overlooked` ends with `self-audit-failed`. Each must be released where the records are not looked for
 * in a second way: else it proves nothing about that. Prints what became of each, and exits 1 when one is released, or is
 * caught by something else. Run: `npm run test:audit`
 */

const inOverlooked = caughtBy('runs/overlooked');

const faults: readonly PlantedFault[] = [
  inOverlooked(
    'what a store says is looked at only as far as a source says it too',
    'engines/duckdb/kept-data.ts',
    'own.has(kind) || ',
    '',
  ),
  inOverlooked(
    'of a kind that has sources, what a store holds is left out',
    'engines/duckdb/kept-data.ts',
    'if (others === undefined) return [kind, rows] as const;',
    'if (others !== undefined) return [kind, others] as const;',
  ),
  inOverlooked(
    'whoever shares an address matters to nobody',
    'identity/related.ts',
    'select person_id from ${persons} union select h.person_id from ${held} as h join ${keys} as k on k.kind = h.kind and k.refusal_key = h.refusal_key',
    'select person_id from ${persons}',
  ),
  inOverlooked(
    'former addresses are nobody’s',
    'identity/written-identifiers.ts',
    'where i.kind = ${kind}',
    'where i.kind = ${kind} and not i.former',
  ),
  inOverlooked(
    'a merge without a time is none',
    'identity/identity-tables.ts',
    'sql`into_profile_id is not null`, ...known',
    'sql`into_profile_id is not null`, sql`occurred_at is not null`, ...known',
  ),
  inOverlooked(
    'letter case tells addresses apart',
    'identity/email-sql.ts',
    'then lower(${raw}) end',
    'then ${raw} end',
  ),
  inOverlooked(
    'phone numbers of records are not read',
    'identity/identity-tables.ts',
    'const phone = saysPhone',
    'const phone = saysPhone && saysEmail && kind.length < 0',
  ),
  inOverlooked(
    'e-mail addresses of records are not read',
    'identity/identity-tables.ts',
    'const email = saysEmail',
    'const email = saysEmail && kind.length < 0',
  ),
  inOverlooked(
    'the first row of a source is a row, and no record',
    'engines/duckdb/source-data.ts',
    'const records = sql`(select * exclude (lost) from ${rows} where lost is null)`;',
    "const records = sql`(select * exclude (lost) from ${rows} where lost is null${binding.kind === 'opt_out' ? sql` and row > 1` : sql``})`;",
  ),
  inOverlooked(
    'of what is erased only phone numbers are recognised',
    'identity/tombstones.ts',
    'heldDigests(plan, keys, holders, matchedKinds)',
    "heldDigests(plan, keys, holders, ['phone'])",
  ),
  inOverlooked(
    'a complaint is no report that can refuse',
    'campaign/identity-sources.ts',
    "inList(name('outcome'), refusingOutcomes)",
    "inList(name('outcome'), refusingOutcomes.slice(0, 2))",
  ),
  inOverlooked(
    'a device is nobody’s',
    'identity/identity-tables.ts',
    'const devices =\n    logins === undefined',
    'const devices =\n    logins !== undefined',
  ),
];

const deaf: Omit<PlantedFault, 'by'> = {
  says: 'nothing is looked for in a second way',
  file: 'campaign/audit/self-audit.ts',
  find: 'const named = requireComplete(run, done);',
  put: 'const named = requireComplete(run, { ...done, captured: [] });',
};

const verdict = (outcome: Outcome): 'stopped' | 'released' | 'broken' => {
  if ('broken' in outcome) return 'broken';
  return outcome.passed ? 'stopped' : 'released';
};

const [only = ''] = process.argv.slice(2);
const chosen = faults.filter(({ says }) => says.includes(only));
if (chosen.length === 0) throw new Error(`no fault says "${only}"`);
const copy = new FaultCopy();
const wrong: string[] = [];
try {
  const whole = await copy.run(['runs/overlooked']);
  if (!('passed' in whole && whole.passed)) throw new Error('fails without any fault, so that nothing is proved');
  // From here on the suite demands that the run stops.
  process.env.CLEARLIST_FAULTED = '1';
  for (const fault of chosen) {
    const [now, without] = [verdict(await copy.with(fault)), verdict(await copy.withAll([fault, deaf], fault.by))];
    const isRight = now === 'stopped' && without === 'released';
    if (!isRight) wrong.push(fault.says);
    console.log(
      `${isRight ? 'stopped' : 'WRONG'.padEnd(7)}  ${fault.says.padEnd(70)}  with it ${now}, without ${without}`,
    );
  }
  console.log(
    wrong.length === 0 ? `all ${chosen.length} runs were stopped, and by nothing else` : `wrong: ${wrong.join('; ')}`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  copy.remove();
}
