import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { runPage } from '../../src/runs/run-page.js';
import { runProject } from '../../src/runs/run-project.js';
import { storeProject } from './store-project.js';

const AS_OF = '2026-11-22T06:00:00Z';

test.each(['memory', 'duckdb'] as const)(
  'members whose data may not be read are members, and the funnel has a line without them: %s',
  async (engine) => {
    const news = { controller: 'okq8', kind: 'newsletter', channel: 'email' };
    const project = await storeProject({
      policy: { preset: 'okq8', dataUse: { interests: { purpose: 'profiling', needs: 'no_refusal' } } },
      attributes: { tier: { type: 'text', about: 'level', category: 'interests' } },
      sources: {
        people: {
          kind: 'profile',
          path: 'people.csv',
          columns: { id: 'id', email: 'email', country: 'country' },
          attributes: { tier: 'tier' },
        },
        consents: {
          kind: 'permission',
          path: 'consents.csv',
          columns: { profileId: 'id', purpose: 'purpose', state: 'state', occurredAt: 'at' },
          constants: { controller: '*', channel: '*', origin: 'data_subject', evidence: 'form' },
        },
      },
      segments: {
        everybody: { kind: 'all', of: [] },
        gold: { kind: 'compare', field: 'tier', is: 'eq', value: 'gold' },
      },
      campaigns: { plain: { ...news, audience: 'everybody' }, gold: { ...news, audience: 'gold' } },
    });
    const people = ['p1,p1@example.se,SE,gold', 'p2,p2@example.se,SE,gold', 'p3,p3@example.se,SE,silver'];
    await writeFile(join(project.folder, 'people.csv'), `id,email,country,tier\n${people.join('\n')}\n`);
    // p2 is suppressed for more than one reason, and may not be read all the same.
    const said = ['p1,*,given', 'p2,profiling,withdrawn', 'p3,profiling,withdrawn'];
    const consents = said.map((line) => `${line},2026-01-01T00:00:00Z\n`).join('');
    await writeFile(join(project.folder, 'consents.csv'), `id,purpose,state,at\n${consents}`);
    const opened = openEngine(project, { engine });
    const plan = await planProject(project, opened, { asOf: AS_OF });
    const run = await runProject(project, opened, { asOf: AS_OF }).finally(() => opened.close());
    const [plain, gold] = plan.campaigns;
    expect(plain).not.toHaveProperty('readable');
    expect(gold).toMatchObject({ counts: { members: 2, suppressed: 1 }, readable: 1 });
    expect(gold?.counts.reasons.map(({ code }) => code)).toContain('DATA_NOT_READABLE');
    expect(run.campaigns).toEqual(plan.campaigns);
    expect(run.manifest.campaigns.map(({ readable }) => readable)).toEqual([undefined, 1]);
    const page = await runPage(run.manifest);
    expect(page.match(/<td>whose data it may read<\/td><td>1<\/td>/g)).toHaveLength(1);
  },
);
