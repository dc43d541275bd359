import { beforeAll, describe, expect, test } from 'vitest';
import type { CampaignDefinition } from '../../src/campaign/campaign.js';
import type { Basis, ReasonCode } from '../../src/model/reasons.js';
import type { RecordsInput } from '../../src/model/records.js';
import type { Condition } from '../../src/segments/condition-kinds.js';
import type { Policy } from '../../src/suppression/policy.js';
import { widePolicy } from '../parity/campaign-arbitraries.js';
import { runBoth, runDefinition, type Said } from '../parity/run-both.js';

/** The person of one line of a table, with an address nobody else has. */
export interface Who {
  readonly id: string;
  readonly email: string;
  readonly phone: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** What a line says about its person, and what must come of it: the ground, or exactly these reasons, best-ranked first. */
export interface Line {
  readonly says: string;
  /** Fields of the profile beyond a grown-up Swede with one e-mail address and one number. */
  readonly profile?: Row | ((who: Who) => Row);
  readonly records?: (who: Who) => RecordsInput;
  readonly expected: Basis | readonly ReasonCode[];
}

export interface TableOptions {
  readonly campaign?: Partial<Omit<CampaignDefinition, 'id' | 'audience'>>;
  readonly policy?: Partial<Policy>;
  /** Everybody’s, where it is not given; it has to have everybody in it. */
  readonly audience?: Condition;
  /** What was known at as-of; as `decide` does. */
  readonly replay?: boolean;
}

const NEWSLETTER = { controller: 'okq8', kind: 'newsletter', channel: 'email' } as const;
const EVERYBODY = { id: 'everybody', condition: { kind: 'all', of: [] } } as const;

const who = (i: number): Who => ({
  id: `n${i}`,
  email: `n${i}@example.se`,
  phone: `+4670100${String(i).padStart(4, '0')}`,
});

function recordsOf(lines: readonly Line[]): RecordsInput {
  const all: Record<string, Row[]> = { profile: [] };
  lines.forEach(({ profile = {}, records }, i) => {
    const person = who(i);
    const own = typeof profile === 'function' ? profile(person) : profile;
    all.profile?.push({ country: 'SE', birthDate: '1985-05-01', ...person, ...own });
    for (const [kind, rows] of Object.entries(records?.(person) ?? {})) all[kind] = [...(all[kind] ?? []), ...rows];
  });
  return all;
}

/** A truth table of decisions, held against the reference and against DuckDB. As-of is 2026-03-03T10:00:00Z. */
export function decisionTable(name: string, options: TableOptions, lines: readonly Line[]): void {
  describe(name, () => {
    let reference: Said;
    let duckdb: Said;
    beforeAll(async () => {
      const campaign = {
        ...NEWSLETTER,
        ...options.campaign,
        audience: { ...EVERYBODY, condition: options.audience ?? EVERYBODY.condition },
      };
      const policy = { ...widePolicy, ...options.policy };
      const found = await runBoth(
        runDefinition([campaign], { policy, replay: options.replay === true }),
        recordsOf(lines),
      );
      [reference, duckdb] = [found.reference[0] as Said, found.duckdb[0] as Said];
    });

    test.each(lines.map((line, i) => [line.says, i, line.expected] as const))('%s', (_, i, expected) => {
      const outcome = ({ decisions }: Said): unknown => {
        const { basis, reasons = [] } = decisions[who(i).id] ?? {};
        return reasons.length > 0 ? reasons : (basis ?? reasons);
      };
      expect({ reference: outcome(reference), duckdb: outcome(duckdb) }).toEqual({
        reference: expected,
        duckdb: expected,
      });
      expect(duckdb.decisions[who(i).id]?.address).toBe(reference.decisions[who(i).id]?.address);
    });
  });
}
