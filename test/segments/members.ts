import type { RecordsInput } from '../../src/model/records.js';
import type { SegmentUses } from '../../src/segments/condition.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { runBoth, runDefinition, type Said } from '../parity/run-both.js';

/** Who is a member for each condition: what the reference says and what DuckDB says, as profile ids in order. */
export async function membersOf(
  conditions: readonly Condition[],
  records: RecordsInput,
  zone = 'Europe/Stockholm',
  uses: SegmentUses = {},
): Promise<{ readonly reference: readonly string[]; readonly duckdb: readonly string[] }[]> {
  const run = runDefinition(
    conditions.map((condition) => ({
      controller: 'okq8',
      kind: 'newsletter',
      channel: 'email',
      audience: { id: 'audience', condition, uses },
    })),
    { zone },
  );
  const { reference, duckdb } = await runBoth(run, records);
  return conditions.map((_, i) => ({ reference: ids(reference[i]), duckdb: ids(duckdb[i]) }));
}

const ids = (said: Said | undefined): readonly string[] => Object.keys(said?.decisions ?? {}).sort();
