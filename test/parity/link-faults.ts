// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources in which faults are planted are full of them
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Plants faults in links, merges and tombstones, one at a time, in a copy of the sources, and demands that the tests
 * fail there: `npx tsx test/parity/link-faults.ts`. It takes some minutes, and exits 1 when a fault is not caught.
 */

interface Fault {
  readonly says: string;
  readonly file: string;
  readonly find: string;
  readonly plant: string;
  /** The tests that have to catch it. */
  readonly tests: readonly string[];
}

const group =
  (tests: readonly string[]) =>
  (says: string, file: string, find: string, plant: string): Fault => ({
    says,
    file,
    find,
    plant,
    tests,
  });

const inDevices = group(['identity/devices']);
const inMerges = group(['identity/merged-persons', 'suppression/reach-by-hand']);
const inTombstones = group(['identity/refusal-digest', 'identity/tombstones']);
const inProjects = group(['runs/linked-project']);

const faults: readonly Fault[] = [
  inDevices(
    'reference: a login at the instant of the event does not count',
    'identity/devices.ts',
    'from <= at',
    'from < at',
  ),
  inDevices(
    'reference: a tie goes to whoever is written last',
    'identity/devices.ts',
    'tied && last.personId !== personId ? undefined : personId',
    'personId',
  ),
  inDevices(
    'reference: logins after as-of count',
    'identity/devices.ts',
    'occurredAt !== undefined && occurredAt < asOf',
    'occurredAt !== undefined && asOf > 0',
  ),
  inDevices(
    'reference: devices are linked though linking is off',
    'campaign/event-persons.ts',
    'linkDevices ? (',
    'linkDevices || true ? (',
  ),
  inDevices(
    'reference: a login takes events of named profiles',
    'campaign/event-persons.ts',
    'if (profileId !== undefined) return',
    'if (profileId !== undefined && deviceId === undefined) return',
  ),
  inMerges(
    'reference: a merge hides states',
    'suppression/profile-evidence.ts',
    '[profile, ...merged]',
    '[profile, ...merged.slice(1)]',
  ),
  inMerges('reference: a merge carries no refusal', 'suppression/reach.ts', "return 'merge'", 'return undefined'),
  inMerges(
    'reference: a refusal on an address leaves the holder’s other addresses free',
    'suppression/reach.ts',
    'refusalKeys.some((given) => held.has(given))',
    'refusalKeys.some((given) => held.has(given) && identifier !== undefined && given === keyOf(identifier))',
  ),
  inMerges(
    'SQL: a shared address blocks the other person wholly',
    'suppression/sql-ask.ts',
    'join ${candidates} as c on c.refusal_key = h.refusal_key',
    'join ${holders} as o on o.kind = h.kind and o.refusal_key = h.refusal_key join ${candidates} as c on c.person_id = o.person_id',
  ),
  inTombstones(
    'reference: only one of the keys in use is tried',
    'identity/tombstones.ts',
    'for (const id of inUse)',
    'for (const id of inUse.slice(0, 1))',
  ),
  inTombstones(
    'reference: a tombstone is ended by a consent at the same instant',
    'suppression/rules/erased.ts',
    'ended === undefined || at >= ended',
    'ended === undefined || at > ended',
  ),
  inTombstones(
    'both: an import ends an erasure',
    'suppression/rules/erased.ts',
    "        { field: 'origin', in: ['data_subject'] },\n",
    '',
  ),
  inTombstones(
    'both: the kind is left out of the hash',
    'identity/refusal-digest.ts',
    'hmacSha256(key.hex, keyOf(canonical))',
    'hmacSha256(key.hex, canonical.refusalKey)',
  ),
  inTombstones(
    'both: the plus-tag stays in the hash',
    'identity/refusal-digest.ts',
    'keyOf(canonical))',
    'keyOf({ ...canonical, refusalKey: canonical.key }))',
  ),
  inTombstones(
    'both: erasures by others of the group do not count',
    'suppression/rules/erased.ts',
    "{ kind: 'tombstone', filter: [groupScope(request, policy)] }",
    "{ kind: 'tombstone', filter: [{ field: 'controller', in: [request.controller] }] }",
  ),
  inDevices(
    'SQL: a tie goes to the lowest id',
    'identity/devices.ts',
    'case when min(${person}) = max(${person}) then min(${person}) end',
    'min(${person})',
  ),
  inDevices(
    'SQL: a login at the instant of the event does not count',
    'identity/devices.ts',
    'order by moment)',
    'order by moment rows between unbounded preceding and 1 preceding)',
  ),
  inDevices('SQL: logins after as-of count', 'identity/devices.ts', 'l.occurred_at < ${asOf}', '${asOf} > 0'),
  inDevices(
    'SQL: a merged profile’s login counts for nobody',
    'identity/devices.ts',
    "const person = personSql(merged, name('l', 'profile_id'))",
    "const person = name('l', 'profile_id')",
  ),
  inDevices(
    'SQL: a device is nobody’s again after a tie',
    'identity/devices.ts',
    "case when min(${person}) = max(${person}) then min(${person}) end as person_id from ${links} as l${joinMerged(merged, name('l', 'profile_id'))} where ${counted} group by l.device_id, l.occurred_at",
    "min(${person}) as person_id from ${links} as l${joinMerged(merged, name('l', 'profile_id'))} where ${counted} group by l.device_id, l.occurred_at having min(${person}) = max(${person})",
  ),
  inMerges(
    'SQL: a merge hides states',
    'suppression/sql-ask.ts',
    'if (this.relations.mergedStates === undefined)',
    'if (this.relations.mergedStates !== null)',
  ),
  inMerges(
    'SQL: of merged birth dates the earliest counts',
    'identity/merged-states.ts',
    'max(p.birth_date)',
    "case when count(*) > 0 then '1970-01-01' end",
  ),
  inTombstones('SQL: a digest matches whatever the key', 'identity/tombstones.ts', 'd.key_id = t.key_id and ', ''),
  inTombstones(
    'SQL: the pads are exchanged',
    'identity/refusal-digest.ts',
    'const { inner, outer } = hmacPads(keyHex)',
    'const { inner: outer, outer: inner } = hmacPads(keyHex)',
  ),
  inTombstones(
    'SQL: long keys are not hashed first',
    'identity/digest.ts',
    'given.length > BLOCK_BYTES ?',
    'given.length > 4 * BLOCK_BYTES ?',
  ),
  inProjects(
    'SQL: a tombstone without its key is passed over',
    'identity/tombstones.ts',
    "{ query: firstOf(tombstones, unmatchable('key_id', Object.keys(keys))), error: missingKey },",
    '',
  ),
  inProjects(
    'SQL: a tombstone of an unknown version is passed over',
    'identity/tombstones.ts',
    "{ query: firstOf(tombstones, unmatchable('normaliser', normalisers)), error: unknownNormaliser },",
    '',
  ),
  inProjects(
    'SQL: explain does not see who logged in next',
    'campaign/about-person.ts',
    "anyOf([known('profile_id'), ...devices])",
    "anyOf([known('profile_id')])",
  ),
  inProjects(
    'SQL: explain does not see tombstones',
    'identity/tombstones.ts',
    ' or exists (select 1 from ${matched} as s where s.source = t.source and s.row = t.row)',
    '',
  ),
  inProjects(
    'sources: a digest in capitals is another digest',
    'sources/relations/tombstone.ts',
    "sql`lower(${cells.value('digest')})`",
    "cells.value('digest')",
  ),
  inProjects(
    'sources: a login without a time is kept',
    'sources/relations/person.ts',
    ", without('login', 'occurredAt')",
    '',
  ),
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const config =
  "import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { include: ['test/**/*.test.ts'], pool: 'forks', testTimeout: 60000 } });\n";

/** The first test that fails in a copy with the fault; `undefined` where none does. */
function caughtBy({ tests, file, find, plant }: Fault): string | undefined {
  const copy = mkdtempSync(join(tmpdir(), 'clearlist-fault-'));
  try {
    for (const part of [
      'src',
      'test/identity',
      'test/suppression',
      'test/runs',
      'test/parity',
      'package.json',
      'tsconfig.json',
    ]) {
      cpSync(join(root, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'vitest.config.ts'), config);
    const path = join(copy, 'src', file);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(find, () => plant),
    );
    const { stdout } = spawnSync(
      'npx',
      ['vitest', 'run', '--bail=1', '--reporter=json', ...tests.map((test) => `test/${test}.test.ts`)],
      {
        cwd: copy,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      },
    );
    const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      success: boolean;
      testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
    };
    const failed = report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .find(({ status }) => status === 'failed');
    return report.success ? undefined : (failed?.fullName ?? `nothing runs: ${report.testResults[0]?.message ?? ''}`);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

for (const { says, file, find } of faults) {
  const places = readFileSync(join(root, 'src', file), 'utf8').split(find).length - 1;
  if (places !== 1) throw new Error(`"${says}": the place to plant is there ${places} times`);
}

const only = process.argv[2];
let missed = 0;
for (const one of faults.filter(({ says }) => only === undefined || says.includes(only))) {
  const by = caughtBy(one);
  if (by === undefined) missed += 1;
  console.log(`${by === undefined ? 'NOT CAUGHT' : 'caught'} | ${one.says} | ${by ?? ''}`);
}
console.log(`${missed} not caught`);
process.exitCode = missed === 0 ? 0 : 1;
