import { describe, expect, test } from 'vitest';
import type { CampaignDefinition } from '../../src/campaign/campaign.js';
import { resolveCampaign } from '../../src/campaign/define-campaign.js';
import { field } from '../../src/model/record-kind.js';
import { builder } from '../../src/segments/builder.js';
import { rolling } from '../../src/segments/window.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';

const { all, field: of, purchases } = builder({ attributes: { tier: 'text' } });
const attributes = { tier: field('text', 'tier') };
const EVERYBODY = { id: 'everybody', condition: all() };

const definition: CampaignDefinition = {
  id: 'autumn',
  controller: 'okq8',
  kind: 'newsletter',
  channel: 'email',
  audience: EVERYBODY,
};
const resolve = (changes: Partial<CampaignDefinition> = {}) =>
  resolveCampaign({ ...definition, ...changes }, okq8, attributes);

describe('defaults', () => {
  test('purpose, products and columns are filled in', () => {
    expect(resolve()).toMatchObject({
      purpose: 'direct_marketing',
      products: [],
      targeted: false,
      containsPromotion: false,
      columns: [
        { header: 'profile_id', field: 'id' },
        { header: 'email', field: 'address' },
      ],
    });
    expect(resolve({ products: 'fuel' }).products).toEqual(['fuel']);
  });

  test('columns are named after the channel’s address and in snake_case', () => {
    const columns = resolve({
      channel: 'sms',
      columns: ['address', 'firstName', 'tier', { header: 'Kund', field: 'profileId' }],
    }).columns;
    expect(columns).toEqual([
      { header: 'phone', field: 'address' },
      { header: 'first_name', field: 'firstName' },
      { header: 'tier', field: 'tier' },
      { header: 'Kund', field: 'id' },
    ]);
  });
});

describe('a campaign is targeted when its audience reads more than relation, controller, country or language', () => {
  test.each<[string, Partial<CampaignDefinition>, boolean]>([
    ['everybody', {}, false],
    ['a country', { audience: { id: 's', condition: of('country').is('SE') } }, false],
    ['an age', { audience: { id: 's', condition: of('birthDate').isPresent() } }, true],
    ['behaviour', { audience: { id: 's', condition: purchases().lines().atLeast(1) } }, true],
    ['says so itself', { targeted: true }, true],
    ['cannot say it is not', { targeted: false, audience: { id: 's', condition: of('tier').is('gold') } }, true],
  ])('%s', (_, changes, targeted) => {
    expect(resolve(changes).targeted).toBe(targeted);
  });
});

describe('what the policy would refuse for everybody is a mistake, said before the run', () => {
  test.each<[string, Partial<CampaignDefinition>, string]>([
    ['an id that is no file name', { id: '../autumn' }, 'campaigns.../autumn'],
    ['an unknown kind', { kind: 'growth_hack' }, 'campaigns.autumn.kind'],
    ['an unknown channel', { channel: 'pigeon' }, 'campaigns.autumn.channel'],
    ['a channel without grounds', { channel: 'affiliate' }, 'campaigns.autumn.channel'],
    ['a channel without grounds for the purpose', { kind: 'research_interview' }, 'campaigns.autumn.channel'],
    ['an unknown controller', { controller: 'okq9' }, 'campaigns.autumn.controller'],
    ['a country without rules', { country: 'DE' }, 'campaigns.autumn.country'],
    ['a time of sending without offset', { sendAt: '2026-03-03T10:00:00' }, 'campaigns.autumn.sendAt'],
    ['an unknown column', { columns: ['shoe'] }, 'campaigns.autumn.columns'],
    ['a column that is a list', { columns: ['email'] }, 'campaigns.autumn.columns'],
    ['two columns of one name', { columns: ['tier', { header: 'tier', field: 'city' }] }, 'campaigns.autumn.columns'],
    ['no column', { columns: [] }, 'campaigns.autumn.columns'],
    [
      'an audience of no kind',
      { audience: { id: 's', condition: { kind: 'sequences' } as never } },
      'campaigns.autumn.audience.kind',
    ],
    [
      'an audience with an unknown field',
      { audience: { id: 's', condition: all(of('contry' as 'tier').is('SE')) } },
      'campaigns.autumn.audience.of[0].field',
    ],
    [
      'an audience with no duration',
      { audience: { id: 's', condition: purchases().lines().in(rolling('30 days')).atLeast(1) } },
      'campaigns.autumn.audience.in.last',
    ],
  ])('%s', (_, changes, at) => {
    expect(() => resolve(changes)).toThrow(
      expect.objectContaining({
        code: 'definition-invalid',
        issues: expect.arrayContaining([expect.objectContaining({ at })]),
      }),
    );
  });

  test('every mistake is told at once', () => {
    expect(() => resolve({ controller: 'x', columns: [], sendAt: 'y' })).toThrow(
      expect.objectContaining({ issues: [expect.anything(), expect.anything(), expect.anything()] }),
    );
  });
});
