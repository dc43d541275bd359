import { expect, test } from 'vitest';
import { type Manifest, manifestSchema } from '../../src/export/manifest.js';
import { grouped, html, percent } from '../../src/report/html.js';
import { reportPage } from '../../src/report/page.js';

const HASH = 'a'.repeat(64);

const campaign = (id: string, change: object = {}) => ({
  id,
  controller: 'okq8',
  kind: 'targeted_offer',
  purpose: 'direct_marketing',
  channel: 'email',
  audience: 'lapsed',
  counts: {
    universe: 1234567,
    members: 5000,
    suppressed: 1200,
    cleared: 3800,
    capped: 11,
    duplicates: 22,
    overLimit: 33,
    heldOut: 44,
    listed: 3690,
  },
  reasons: [
    { code: 'OBJECTION_DIRECT_MARKETING', group: 'final', primary: 900, any: 900 },
    { code: 'CONSENT_MISSING', group: 'fixable', primary: 300, any: 1100 },
  ],
  bases: [
    { basis: 'consent', persons: 3000 },
    { basis: 'soft_opt_in', persons: 800 },
  ],
  files: [{ name: `${id}.csv`, sha256: HASH, rows: 3690, bytes: 98765, columns: [{ header: 'id', field: 'id' }] }],
  refused: [],
  ...change,
});

const run: Manifest = manifestSchema.parse({
  format: 'clearlist-manifest/1',
  runId: '0123456789abcdef',
  asOf: '2026-11-22T06:00:00Z',
  forSending: true,
  validUntil: '2026-11-29T06:00:00Z',
  definitionsHash: HASH,
  policy: {
    id: 'okq8',
    version: '1',
    hash: HASH,
    changed: [],
    assessments: { direct_marketing: 'LIA-7' },
    reasons: [],
  },
  campaigns: [campaign('autumn'), campaign('winter', { proof: { asked: 7, persons: 6, cleared: 3, listed: 2 } })],
  inputs: [{ source: 'customers', kind: 'profile', files: [], rows: 700, leftOut: 3, unreadable: 2 }],
  boundaries: [],
  idLists: [{ name: 'staff', sha256: HASH, ids: 12, unknown: 5 }],
  figures: {
    audiences: [{ segment: 'lapsed', says: 'bought nothing in the last 60 days' }],
    campaigns: [
      {
        id: 'autumn',
        countries: [{ country: 'SE', persons: 3600 }, { persons: 90 }],
        together: [{ reasons: ['OBJECTION_DIRECT_MARKETING', 'CONSENT_MISSING'], persons: 800 }],
      },
    ],
    overlaps: [{ campaigns: ['autumn', 'winter'], persons: 77 }],
    quality: [
      {
        source: 'customers',
        kind: 'profile',
        records: 695,
        duplicates: 4,
        orphans: 0,
        latest: '2026-11-20T10:11:12Z',
        without: { email: 139, phone: 0, country: 0 },
      },
    ],
  },
  earlier: [
    {
      runId: 'fedcba9876543210',
      asOf: '2026-11-21T06:00:00Z',
      campaigns: [{ id: 'autumn', members: 4900, suppressed: 1000, cleared: 3900, listed: 3800 }],
    },
  ],
  notEvaluated: ['register'],
  release: { audited: { persons: 2000, decisions: 4000 }, canaries: 3, guards: [] },
  versions: { clearlist: '0.1.0', engine: 'duckdb', engineVersion: 'v1.5.6' },
});

const page = reportPage(run);
const text = page.replaceAll(/<[^>]*>/g, '\n');

test.each([
  ['the funnel', ['1 234 567', '5 000', '1 200', '3 800', '3 690']],
  ['what allocation left out', ['11', '22', '33', '44']],
  ['reasons, first ones and those beside', ['objected to direct marketing', 'no consent', '900', '300 + 800']],
  ['grounds', ['soft opt in', '800']],
  [
    'its proof, beside every other figure',
    ['Proof recipients: 7 asked, 1 ids of nobody or of somebody named twice, 3 may be contacted, 2 in the file.'],
  ],
  ['countries', ['SE', '3 600', 'unknown', '90']],
  ['reasons that come together', ['objected to direct marketing + no consent']],
  ['the runs before', ['Over the last 2 runs', '2026-11-21', 'listed 3 690']],
  ['who is on two lists', ['autumn and winter', '77']],
  ['the audience in words', ['bought nothing in the last 60 days']],
  [
    'sources and their quality',
    ['customers', '700', '2026-11-20 10:11', 'without e-mail 20.0 %', '12 ids, 5 of nobody'],
  ],
  ['what was checked', ['4 000 decisions about 2 000 persons', '3 as stated', 'none tripped']],
  ['what was not', ['Not evaluated', 'register']],
  ['what it was made from', ['okq8, version 1', 'LIA-7', '0.1.0 on duckdb v1.5.6']],
])('the page has %s', (_, parts) => {
  const plain = text.replaceAll('\u202f', ' ');
  expect(parts.filter((part) => !plain.includes(part))).toEqual([]);
});

test('the page needs nothing: no script, no file, no address that anything is fetched from', () => {
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|form|a)\b| on[a-z]+=|@import|url\(|javascript:/i);
  const addresses = [...page.matchAll(/https?:[^"'\s)]*/g)].map(([address]) => address);
  expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
});

test('the same manifest gives the same bytes, whatever was drawn before', () => {
  reportPage({ ...run, campaigns: [], earlier: [] });
  expect(reportPage(run)).toBe(page);
});

test('what is written in a project stays text', () => {
  const evil = `"><script>alert('1')</script>&`;
  const shown = reportPage({
    ...run,
    policy: { ...run.policy, id: evil },
    campaigns: run.campaigns.map((one) => ({ ...one, controller: evil, audience: evil })),
    figures: {
      ...(run.figures as NonNullable<Manifest['figures']>),
      audiences: [{ segment: evil, says: evil }],
      campaigns: [{ id: 'autumn', countries: [{ country: evil, persons: 1 }], together: [] }],
      overlaps: [{ campaigns: [evil, evil], persons: 1 }],
    },
    idLists: [{ name: evil, sha256: HASH, ids: 1, unknown: 0 }],
  });
  expect(shown).not.toContain('<script');
  expect(shown.split('&lt;script&gt;').length).toBeGreaterThan(8);
});

test('what nobody should overlook stands at the top: a replay, a refused campaign, a guard, a loosened policy', () => {
  const figures = { members: 10, suppressed: 1, cleared: 9 };
  const shown = reportPage({
    ...run,
    forSending: false,
    policy: { ...run.policy, changed: ['dangerouslyAllowMinors'] },
    campaigns: [
      manifestSchema.shape.campaigns.element.parse(
        campaign('autumn', { files: [], refused: [{ code: 'AUDIENCE_TOO_SMALL', detail: 'fewer than 100 persons' }] }),
      ),
    ],
    release: {
      ...run.release,
      guards: [{ campaign: 'autumn', guard: 'cleared_rise', last: { asOf: run.asOf, ...figures }, now: figures }],
      override: 'a new consent source',
    },
  });
  const [, top = ''] = /<header>(.*)<section class="campaign">/s.exec(shown) ?? [];
  for (const part of ['not for sending', 'fewer than 100 persons', 'a new consent source', 'dangerouslyAllowMinors']) {
    expect(top).toContain(part);
  }
  expect(shown).toContain('0 of 1');
});

test('an audience at a listing service has what it is told, who waits, and what is not sent', () => {
  const listing = {
    service: 'google-customer-match@2026-09',
    form: 'csv',
    destination: 'google',
    audience: 'fuel buyers',
    operations: [
      { operation: 'add', rows: 4321 },
      { operation: 'remove', rows: 17 },
    ],
    kept: 2222,
    withheld: 3,
    deleteAudience: false,
    heldBack: { added: 5, left: 6 },
    refused: [{ reason: 'no_key', rows: 9 }],
  };
  const shown = reportPage({
    ...run,
    campaigns: [
      manifestSchema.shape.campaigns.element.parse(campaign('autumn', { channel: 'social_listing', listing })),
    ],
  }).replaceAll('\u202f', ' ');
  for (const part of ['fuel buyers', 'add 4 321, remove 17', '2 222', '5 to come, 6 to leave', '9: no key']) {
    expect(shown).toContain(part);
  }
});

test('a manifest that a program wrote without figures has a page too', () => {
  const { figures: _, earlier: __, ...plain } = run;
  const shown = reportPage(plain);
  expect(shown).toContain('From everybody to the list');
  expect(shown).not.toMatch(/undefined|NaN|by country|Over the last/);
});

test('numbers are grouped, shares have one decimal, and markup is escaped once', () => {
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1\u202f000', '1\u202f234\u202f567']);
  expect([percent(1, 3), percent(0, 0)]).toEqual(['33.3\u202f%', '–']);
  expect(html`${'<a>'}${[html`<b>${'&'}</b>`, undefined]}`.html).toBe('&lt;a&gt;<b>&amp;</b>');
});
