import { describe, expect, test } from 'vitest';
import { openEngine } from '../../src/runs/open-engine.js';
import { planProject } from '../../src/runs/plan-project.js';
import { recordRefusal } from '../../src/runs/record-refusal.js';
import { languages, refusalScopes, scopeOf } from '../../src/runs/refusal-scopes.js';
import { refusalText } from '../../src/runs/refusal-text.js';
import { readAudit } from '../../src/store/audit.js';
import { openStore } from '../../src/store/open-store.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { storeProject } from './store-project.js';

const receivedAt = '2026-11-20T09:00:00+01:00';
const anna = { email: 'anna@example.se' };

describe('words for what is refused', () => {
  test('each mean one thing', () => {
    const all = Object.entries(refusalScopes).flatMap(([name, { words }]) => [name, ...words]);
    expect(new Set(all.map((word) => word.toLowerCase())).size).toBe(all.length);
    for (const [name, scope] of Object.entries(refusalScopes)) {
      for (const word of [name, ...scope.words]) expect(scopeOf(` ${word.toUpperCase()} `, okq8)).toBe(scope);
      for (const language of languages) expect(scope.says[language]).toMatch(/\.$/);
    }
  });

  test.each([
    ['all marketing', 'objection', { purpose: 'direct_marketing', channel: '*' }],
    ['e-mail', 'opt_out', { channel: 'email', topic: '*' }],
    ['phone calls', 'opt_out', { channel: 'phone', topic: '*' }],
    ['puhelut', 'opt_out', { channel: 'phone', topic: '*' }],
    ['profilering', 'objection', { purpose: 'profiling', channel: '*' }],
    ['transfer to listings', 'objection', { purpose: 'listing_advertising', channel: '*' }],
    ['newsletter', 'opt_out', { channel: '*', topic: 'newsletter' }],
    ['restriction of processing', 'restriction', {}],
  ])('%s is a record of kind %s', (word, kind, fields) => {
    expect(scopeOf(word, okq8)).toMatchObject({ kind, fields });
  });

  test('that nobody knows record nothing', () => {
    expect(() => scopeOf('carrier pigeons', okq8)).toThrow(expect.objectContaining({ code: 'unknown-name' }));
  });
});

describe('a refusal taken in', () => {
  test('counts in the next run, for everybody with the address', async () => {
    const project = await storeProject();
    const reasons = async () => {
      const engine = openEngine(project, { engine: 'memory' });
      const { campaigns } = await planProject(project, engine, { asOf: '2026-11-22T06:00:00Z' });
      await engine.close();
      return campaigns[0]?.counts.reasons.find(({ code }) => code === 'OBJECTION_DIRECT_MARKETING')?.any ?? 0;
    };
    expect(await reasons()).toBe(0);
    const done = await recordRefusal(project, {
      person: { email: ' ANNA+x@Example.SE' },
      scopes: ['all_marketing'],
      receivedAt,
    });
    expect(done).toMatchObject({
      added: 1,
      already: 0,
      given: 'identifier',
      controllers: ['okq8', 'okq8_bank', 'ok_forening'],
    });
    expect(await reasons()).toBe(2);
  });

  test('is recorded once, and several scopes at once or not at all', async () => {
    const project = await storeProject();
    const input = {
      person: { profileId: 'p1' },
      scopes: ['phone', 'profiling', 'restriction'],
      receivedAt,
      agent: 'K12',
    };
    expect(await recordRefusal(project, input)).toMatchObject({ added: 3, already: 0, given: 'profile' });
    expect(await recordRefusal(project, input)).toMatchObject({ added: 0, already: 3 });
    const before = (await openStore(project.store?.folder ?? '')).head;
    await expect(recordRefusal(project, { ...input, scopes: ['email', 'pigeon'] })).rejects.toMatchObject({
      code: 'unknown-name',
    });
    expect((await openStore(project.store?.folder ?? '')).head).toEqual(before);
  });

  test('leaves no word of the person or of who took it in in the audit log', async () => {
    const project = await storeProject();
    await recordRefusal(project, { person: anna, scopes: ['email'], receivedAt, agent: 'K12', evidence: 'call 4711' });
    const { head, folder } = await openStore(project.store?.folder ?? '');
    const log = JSON.stringify(await readAudit(folder, head.audit));
    for (const word of ['anna', 'K12', '4711']) expect(log).not.toContain(word);
  });

  test.each([
    ['a person who cannot be', { person: { email: 'n/a' } }, 'input-invalid'],
    ['a national number without a country', { person: { phone: '070-123 45 67' } }, 'input-invalid'],
    ['no scope', { scopes: [] }, 'input-invalid'],
    ['a controller nobody knows', { controller: 'shell' }, 'input-invalid'],
    ['a channel nobody knows', { scopes: ['newsletter'], channel: 'pigeon' }, 'input-invalid'],
    ['a channel beside a channel', { scopes: ['phone'], channel: 'email' }, 'input-invalid'],
    ['a time without offset', { receivedAt: '2026-11-20 09:00' }, 'input-invalid'],
    ['a lift without proof', { scopes: ['all_marketing'], lift: true }, 'input-invalid'],
    ['a lift of an opt-out', { scopes: ['phone'], lift: true, evidence: 'x' }, 'input-invalid'],
  ])('with %s is not recorded', async (_, change, code) => {
    const project = await storeProject();
    const work = recordRefusal(project, { person: anna, scopes: ['email'], receivedAt, ...change });
    await expect(work).rejects.toMatchObject({ code });
    expect((await openStore(project.store?.folder ?? '')).head.parts).toEqual([]);
  });

  test('is taken back by the same person with proof, and counts no more then', async () => {
    const project = await storeProject();
    const objected = { person: anna, scopes: ['all_marketing'], receivedAt };
    await recordRefusal(project, objected);
    const lift = { ...objected, receivedAt: '2026-11-21T09:00:00Z', lift: true, evidence: 'letter 7' };
    expect(await recordRefusal(project, lift)).toMatchObject({ added: 1, lift: true });
    const engine = openEngine(project, { engine: 'memory' });
    const { campaigns } = await planProject(project, engine, { asOf: '2026-11-22T06:00:00Z' });
    await engine.close();
    expect(campaigns[0]?.counts.reasons.map(({ code }) => code)).not.toContain('OBJECTION_DIRECT_MARKETING');
  });

  test('is told in three languages', async () => {
    const project = await storeProject();
    const done = await recordRefusal(project, { person: { profileId: 'p1' }, scopes: ['phone'], receivedAt });
    expect(refusalText(done, 'en', 1)).toContain('Marketing by phone call ends.');
    expect(refusalText(done, 'sv', 1)).toContain('Marknadsföring per telefon upphör.');
    expect(refusalText(done, 'fi', 1)).toContain('Puhelinmarkkinointi päättyy.');
    for (const language of languages) expect(refusalText(done, language)).toContain('okq8, okq8_bank, ok_forening');
  });
});
