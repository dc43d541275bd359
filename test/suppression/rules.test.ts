import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bases, type ReasonCode, reasonRank } from '../../src/model/reasons.js';
import { bitOf, maskOf, reasonsOf } from '../../src/suppression/mask.js';
import { okq8 } from '../../src/suppression/policies/okq8.js';
import { policies } from '../../src/suppression/policies/policies.js';
import { basesFor, policyWords, reasonTable, refusalControllers } from '../../src/suppression/policy.js';
import { rules } from '../../src/suppression/rules/rules.js';

const folder = new URL('.', import.meta.url);
const tables = readdirSync(folder)
  .filter((file) => file.endsWith('.test.ts') && !import.meta.url.endsWith(file))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n');

describe('rules', () => {
  test('are known by their ids', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  test.each(rules)(
    '$id says what it is, on what it rests and which reasons it gives',
    ({ id, about, source, reasons }) => {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(about).toMatch(/^[A-Z].{15,}\.$/);
      expect(source.length).toBeGreaterThan(10);
      expect(reasons.filter((reason) => !reasonRank.includes(reason))).toEqual([]);
      expect(reasons.length).toBeGreaterThan(0);
    },
  );

  test.each([...new Set(rules.flatMap(({ reasons }) => reasons))])('%s has a line in a truth table', (reason) => {
    expect(tables.includes(`'${reason}'`)).toBe(true);
  });

  test.each(bases)('the ground %s has a line in a truth table', (basis) => {
    expect(tables.includes(`'${basis}'`)).toBe(true);
  });
});

describe('reasons are bits of one whole number', () => {
  const table = reasonTable(okq8);

  test('the lowest bit set is the primary reason', () => {
    const mask = maskOf(['CONSENT_MISSING', 'DECEASED', 'MINOR'], table);
    expect(reasonsOf(mask, table)).toEqual(['DECEASED', 'MINOR', 'CONSENT_MISSING']);
    expect(mask & -mask).toBe(1n << BigInt(bitOf('DECEASED', table)));
  });

  test('no reason is no bit, and every reason comes back', () => {
    expect(maskOf([], table)).toBe(0n);
    expect(reasonsOf(0n, table)).toEqual([]);
    expect(reasonsOf(maskOf(table, table), table)).toEqual(table);
    expect(maskOf(['MINOR', 'MINOR'], table)).toBe(maskOf(['MINOR'], table));
  });

  test('a mask fits a signed 64-bit integer', () => {
    expect(maskOf(table, table)).toBeLessThan(2n ** 63n);
  });
});

describe('a policy', () => {
  test('shares refusals within a group, unless it says otherwise', () => {
    const policy = { ...okq8, controllers: [...okq8.controllers, { id: 'alone', group: 'alone' }] };
    expect(refusalControllers(policy, 'okq8')).toEqual(['okq8', 'okq8_bank', 'ok_forening']);
    expect(refusalControllers(policy, 'alone')).toEqual(['alone']);
    expect(refusalControllers(policy, 'nobody')).toEqual(['nobody']);
    expect(refusalControllers({ ...policy, objectionScope: 'controller' }, 'okq8')).toEqual(['okq8']);
  });

  test('gives the words that records are read by', () => {
    const words = policyWords({ ...okq8, topics: ['fuel_tips'] });
    expect(words.controllers).toEqual(['okq8', 'okq8_bank', 'ok_forening']);
    expect(words.topics).toEqual(expect.arrayContaining(['newsletter', 'fuel_tips']));
  });

  test('has no ground where it names none', () => {
    expect(basesFor(okq8, 'direct_marketing', 'email')).toEqual(['consent', 'soft_opt_in']);
    expect(basesFor(okq8, 'direct_marketing', 'social_listing')).toEqual([]);
    expect(basesFor(okq8, 'profiling', 'email')).toEqual([]);
  });

  test.each(Object.entries(policies))('the preset %s is one, under its name', (name, policy) => {
    expect(policy.id).toBe(name);
    const codes: readonly ReasonCode[] = reasonTable(policy);
    expect(new Set(codes).size).toBe(codes.length);
    for (const grounds of Object.values(policy.bases).flatMap((byChannel) => Object.values(byChannel))) {
      expect(grounds.filter((ground) => !bases.includes(ground))).toEqual([]);
    }
  });
});
