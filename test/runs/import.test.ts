import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Placed } from '../../src/model/record-kind.js';
import type { EvaluatedKind } from '../../src/model/record-kinds.js';
import type { Project } from '../../src/project/load-project.js';
import { importNames } from '../../src/runs/import-kinds.js';
import { importRecords } from '../../src/runs/import-records.js';
import { keptRecords } from '../../src/store/kept-records.js';
import { openStore } from '../../src/store/open-store.js';
import { policyWords } from '../../src/suppression/policy.js';
import { subjectOf } from '../../src/suppression/reach.js';
import { standing } from '../../src/suppression/standing.js';
import { cases } from '../setup/drawn-cases.js';
import { file, storeProject } from './store-project.js';

async function kept(project: Project, kind: EvaluatedKind): Promise<readonly (Placed & Record<string, unknown>)[]> {
  const store = await openStore(project.store?.folder ?? '');
  const records: Placed[] = [];
  for (const one of keptRecords(store).filter((each) => each.kind === kind))
    for await (const batch of one.read(policyWords(project.policy))) records.push(...batch);
  return records as unknown as readonly (Placed & Record<string, unknown>)[];
}

const AT = '2026-11-01T08:00:00Z';

describe('an import', () => {
  test('adds what is new, once, and says how much that was', async () => {
    const project = await storeProject();
    const rows = [
      { person: 'p1', at: AT },
      { email: 'b@example.se', channel: 'sms', at: AT },
    ];
    const path = await file(project, 'a.csv', [...rows, rows[0] ?? {}]);
    const options = { as: 'objections', file: path, source: 'letters' };
    expect(await importRecords(project, options)).toMatchObject({ rows: 3, added: 2, already: 1 });
    expect(await importRecords(project, options)).toMatchObject({ rows: 3, added: 0, already: 3 });
    expect(await kept(project, 'objection')).toMatchObject([
      { profileId: 'p1', controller: '*', purpose: '*', channel: '*', state: 'objected' },
      { email: 'b@example.se', channel: 'sms' },
    ]);
  });

  test('reads damage as a source’s: no time is for ever, an unknown scope is the widest', async () => {
    const project = await storeProject();
    const path = await file(project, 'a.csv', [{ person: 'p1', channel: 'pigeon', at: 'yesterday' }]);
    await importRecords(project, { as: 'objections', file: path, source: 'letters' });
    const [record] = await kept(project, 'objection');
    expect(record).toMatchObject({ channel: '*', at: Number.MAX_SAFE_INTEGER, knownAt: Number.MIN_SAFE_INTEGER });
  });

  test.each([
    ['a row that names nobody', 'objections', 'letters', { at: AT }, 'rows-unreadable'],
    ['an address that is none', 'objections', 'letters', { email: 'n/a', at: AT }, 'rows-unreadable'],
    ['a national number without a country', 'objections', 'letters', { phone: '070-123 45 67' }, 'rows-unreadable'],
    ['a lift among objections', 'objections', 'letters', { person: 'p1', state: 'lifted', at: AT }, 'rows-unreadable'],
    ['an objection among lifts', 'lifts', 'letters', { person: 'p1', state: 'objected', at: AT }, 'rows-unreadable'],
    [
      'a lift by somebody else',
      'lifts',
      'letters',
      { person: 'p1', state: 'lifted', at: AT, origin: 'crm', evidence: 'x' },
      'rows-unreadable',
    ],
    [
      'a lift without proof',
      'lifts',
      'letters',
      { person: 'p1', state: 'lifted', at: AT, origin: 'data_subject' },
      'rows-unreadable',
    ],
    [
      'a lift without a time',
      'lifts',
      'letters',
      { person: 'p1', state: 'lifted', origin: 'data_subject', evidence: 'x' },
      'rows-unreadable',
    ],
    ['attributes', 'attributes', 'letters', { person: 'p1' }, 'unknown-name'],
    ['a source nobody named', 'objections', 'mails', { person: 'p1' }, 'unknown-name'],
    ['opt-outs read as objections', 'objections', 'opt-outs', { person: 'p1' }, 'project-invalid'],
    ['replies without a text', 'replies', 'opt-outs', { person: 'p1' }, 'project-invalid'],
  ] as const)('takes nothing of a file with %s', async (_, as, source, row, code) => {
    const project = await storeProject();
    const path = await file(project, 'a.csv', [{ person: 'p2', state: 'objected', at: AT }, row]);
    await expect(importRecords(project, { as, file: path, source })).rejects.toMatchObject({ code });
    expect((await openStore(project.store?.folder ?? '')).head.parts).toEqual([]);
  });

  test('names the rows it does not take, and nobody in them', async () => {
    const project = await storeProject();
    const path = await file(project, 'a.csv', [{ email: 'secret person' }]);
    const error = await importRecords(project, { as: 'objections', file: path, source: 'letters' }).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ at: expect.stringMatching(/a\.csv:2$/) });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  test('of replies keeps the certain refusals without their text, and lists what a person has to read', async () => {
    const project = await storeProject();
    const path = await file(project, 'a.csv', [
      { phone: '0701234567', body: 'STOPP', at: AT },
      { phone: '0701234568', body: 'Autosvar: på semester', at: AT },
      { phone: '0701234569', body: 'Sluta ring min mamma', at: AT },
    ]);
    const done = await importRecords(project, { as: 'replies', file: path, source: 'inbox' });
    expect(done).toMatchObject({ rows: 3, added: 1, away: 1, unclear: [expect.stringMatching(/a\.csv:4$/)] });
    const [record, ...others] = await kept(project, 'opt_out');
    expect(record).toMatchObject({
      phone: '0701234567',
      channel: 'sms',
      topic: '*',
      controller: 'okq8',
      origin: 'data_subject',
    });
    expect(others).toEqual([]);
    expect(JSON.stringify(record)).not.toContain('STOPP');
  });

  test('needs a store', async () => {
    const project = await storeProject({ store: undefined });
    const path = await file(project, 'a.csv', [{ person: 'p1' }]);
    const work = importRecords(project, { as: 'objections', file: path, source: 'letters' });
    await expect(work).rejects.toMatchObject({ code: 'project-invalid' });
  });

  test.each(importNames)('of %s is in the help and in the documents', (name) => {
    const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    expect(text('docs/store.md')).toContain(`\`${name}\``);
    expect(text('src/cli/import.ts')).toMatch(new RegExp(`[ \\n]${name}[,.]`));
  });
});

/** Rows that meet: few persons, few scopes, few times, every state, whoever says so. */
const row = fc.record({
  person: fc.constantFrom('p1', 'p2', ''),
  email: fc.constantFrom('anna@example.se', 'ANNA+x@example.se', 'b@example.se'),
  controller: fc.constantFrom('okq8', 'okq8_bank', '', 'unknown'),
  purpose: fc.constantFrom('direct_marketing', 'profiling', ''),
  channel: fc.constantFrom('email', 'sms', ''),
  state: fc.constantFrom('objected', 'lifted', 'given', 'withdrawn', 'refused', ''),
  at: fc.constantFrom('2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', 'never', ''),
  origin: fc.constantFrom('data_subject', 'crm', ''),
  evidence: fc.constantFrom('letter 1', ''),
});
const importOf = fc.record({
  import: fc.constantFrom(['objections', 'letters'], ['opt_outs', 'opt-outs'], ['permissions', 'consents']),
  rows: fc.array(row, { minLength: 1, maxLength: 4 }),
});

/** The refusals that stand, each as what it says. */
async function inForce(project: Project): Promise<ReadonlySet<string>> {
  const context = { asOf: Number.MAX_SAFE_INTEGER - 1, laterRefusalsCount: true };
  const found = new Set<string>();
  for (const kind of ['objection', 'opt_out', 'permission'] as const) {
    const records = (await kept(project, kind)) as never[];
    const refusals =
      kind === 'permission' ? [] : standing(kind, records, context, (one) => JSON.stringify(subjectOf(one, undefined)));
    for (const { ref, ...refusal } of refusals as readonly Placed[]) found.add(JSON.stringify([kind, refusal]));
  }
  return found;
}

test('no sequence of imports ends with fewer refusals in force, and repeating it changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(importOf, { minLength: 1, maxLength: 4 }), async (imports) => {
      const project = await storeProject();
      const all = async (): Promise<void> => {
        for (const [
          i,
          {
            import: [as = '', source = ''],
            rows,
          },
        ] of imports.entries()) {
          const before = await inForce(project);
          const path = await file(project, `${i}.csv`, rows);
          await importRecords(project, { as, source, file: path }).catch((error: { code?: string }) => {
            expect(error.code).toBe('rows-unreadable');
          });
          const after = await inForce(project);
          for (const refusal of before) expect(after).toContain(refusal);
        }
      };
      await all();
      const { head } = await openStore(project.store?.folder ?? '');
      await all();
      expect((await openStore(project.store?.folder ?? '')).head).toEqual(head);
    }),
    { numRuns: cases(10) },
  );
});
