import type { RecordsInput } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import { segmentsBoth } from '../parity/segments-both.js';

type Row = Readonly<Record<string, unknown>> & { readonly profileId: string };

/** A line of this world: one piece, sold on 10 February 2026, where it does not say otherwise. */
export const line = (profileId: string, fields: object = {}): Row => ({
  profileId,
  occurredAt: '2026-02-10T10:00:00Z',
  ...fields,
});

export const event = (profileId: string, fields: object = {}): Row => ({
  profileId,
  type: 'visit',
  occurredAt: '2026-02-10T10:00:00Z',
  ...fields,
});

/** The persons of some rows, and one who never did anything. */
export const worldOf = (
  kinds: Readonly<Record<string, readonly Row[]>>,
  profiles: readonly object[] = [],
): RecordsInput => {
  const known = profiles as readonly { readonly id: string }[];
  const named = new Set([
    ...Object.values(kinds)
      .flat()
      .map(({ profileId }) => profileId),
    'silent',
  ]);
  for (const { id } of known) named.delete(id);
  return { profile: [...known, ...[...named].map((id) => ({ id }))], ...kinds } as RecordsInput;
};

export type Case = readonly [says: string, condition: Condition, members: readonly string[]];

/** Each case with what both faces say of it, to be held against what was written by hand. */
export async function saidOf(
  cases: readonly Case[],
  records: RecordsInput,
  options: Parameters<typeof segmentsBoth>[2] = {},
): Promise<readonly (readonly [string, object])[]> {
  const said = await segmentsBoth(
    records,
    cases.map(([, condition]) => condition),
    options,
  );
  return cases.map(([says, condition]) => {
    const found = said.find((one) => JSON.stringify(one.condition) === JSON.stringify(condition));
    return [says, { reference: [...(found?.reference ?? [])].sort(), duckdb: [...(found?.duckdb ?? [])].sort() }];
  });
}

export const expected = (cases: readonly Case[]): readonly (readonly [string, object])[] =>
  cases.map(([says, , members]) => {
    const sorted = [...members].sort();
    return [says, { reference: sorted, duckdb: sorted }];
  });
