import { afterAll, beforeAll, expect, test } from 'vitest';
import { openParts, readByDuckDb, readBySpecification } from '../both-readers.js';
import { Duck } from '../duckdb.js';
import { Scratch } from '../scratch.js';
import { encoded } from './tc-string.js';

/** What a consent tool exports: one row a choice, one column a purpose, with version, language and time. */

const scratch = new Scratch();
let duck: Duck;
beforeAll(async () => {
  duck = await Duck.open();
});
afterAll(() => scratch.remove());

const flag = (column: string, purpose: string, words: Readonly<Record<string, string>>) => ({
  column,
  words,
  constants: { purpose },
});

const shared = { controller: 'okq8', channel: '*', origin: 'data_subject' };

async function permissions(file: string, text: string, binding: object): Promise<readonly unknown[]> {
  scratch.write(file, text);
  const parts = await openParts(scratch.folder, { path: file, ...binding });
  const said: unknown[] = [];
  for (const part of parts) {
    const reference = await readBySpecification(part);
    expect(await readByDuckDb(duck, part)).toEqual(reference);
    for (const { profile_id, purpose, state, unreadable, notice_version, language } of reference.rows) {
      // Whoever was never asked has no record; the row is left out by rule, and counted.
      if (profile_id !== undefined) said.push([profile_id, purpose, state, unreadable, notice_version, language]);
    }
  }
  return said;
}

test('states per purpose', async () => {
  const text = [
    'consent_id,customer,statistics,marketing,version,language,timestamp',
    'c1,p1,true,false,2026-1,sv,2026-01-10T08:00:00Z',
    'c2,p2,,true,2026-1,fi,2026-01-11T08:00:00Z',
    'c3,p3,true,perhaps,2026-1,nb,2026-01-12T08:00:00Z',
  ].join('\n');
  const words = { true: 'given', false: 'refused' };
  const binding = {
    records: {
      choices: {
        kind: 'permission',
        columns: {
          profileId: 'customer',
          occurredAt: 'timestamp',
          noticeVersion: 'version',
          language: 'language',
          evidence: 'consent_id',
        },
        constants: shared,
        flags: [flag('statistics', 'analytics_cookies', words), flag('marketing', 'marketing_cookies', words)],
      },
    },
  };
  expect(await permissions('cmp.csv', text, binding)).toEqual([
    ['p1', 'analytics_cookies', 'given', false, '2026-1', 'sv'],
    ['p3', 'analytics_cookies', 'given', false, '2026-1', 'nb'],
    ['p1', 'marketing_cookies', 'refused', false, '2026-1', 'sv'],
    ['p2', 'marketing_cookies', 'given', false, '2026-1', 'fi'],
    ['p3', 'marketing_cookies', null, true, '2026-1', 'nb'],
  ]);
});

test('several purposes of one TC string', async () => {
  const text = ['customer,tc', `p1,${encoded([1, 8])}`, `p2,${encoded([8])}`, 'p3,', 'p4,broken'].join('\n');
  const words = { given: 'given', refused: 'refused' };
  const binding = {
    format: {
      type: 'csv',
      consent: {
        column: 'tc',
        format: 'tcf',
        purposes: { marketing_cookies: { purposes: [1] }, analytics_cookies: { purposes: [8] } },
      },
    },
    records: {
      choices: {
        kind: 'permission',
        columns: { profileId: 'customer', occurredAt: 'consent:occurred_at', evidence: 'tc' },
        constants: shared,
        flags: [
          flag('consent:marketing_cookies', 'marketing_cookies', words),
          flag('consent:analytics_cookies', 'analytics_cookies', words),
        ],
      },
    },
  };
  expect(await permissions('tcf.csv', text, binding)).toEqual([
    ['p1', 'marketing_cookies', 'given', false, null, null],
    ['p2', 'marketing_cookies', 'refused', false, null, null],
    ['p4', 'marketing_cookies', null, true, null, null],
    ['p1', 'analytics_cookies', 'given', false, null, null],
    ['p2', 'analytics_cookies', 'given', false, null, null],
    ['p4', 'analytics_cookies', null, true, null, null],
  ]);
});
