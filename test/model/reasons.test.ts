import { describe, expect, test } from 'vitest';
import { allowCode, bases, listRefusals, reasonRank, reasons } from '../../src/model/reasons.js';
import suite from '../cases/decision-cases.json' with { type: 'json' };

describe('reasons', () => {
  test('have no more than the bits of a mask', () => {
    expect(reasonRank.length).toBeLessThanOrEqual(63);
  });

  test('keep the rank that the decision cases state', () => {
    const stated = suite.reason_rank;
    expect(reasonRank.filter((code) => stated.includes(code))).toEqual(stated);
  });

  test('follow the precedence from person state to contact policy', () => {
    const places = [
      'DECEASED',
      'OBJECTION_DIRECT_MARKETING',
      'CHANNEL_OPT_OUT',
      'PLATFORM_OPT_OUT',
      'IDENTIFIER_INVALID',
      'CONSENT_MISSING',
      'REGISTER_HIT',
      'HARD_BOUNCE',
      'FREQUENCY_CAP',
    ];
    expect(reasonRank.filter((code) => places.includes(code))).toEqual(places);
  });

  test.each(Object.entries({ ...reasons, ...listRefusals }))(
    '%s has a group and a label in three languages',
    (_, { group, en, sv, fi }) => {
      expect(['final', 'fixable', 'timing']).toContain(group);
      for (const label of [en, sv, fi]) expect(label).toMatch(/^\S.{2,60}\S$/);
    },
  );

  test('a list refusal is never a reason about a person', () => {
    expect(Object.keys(listRefusals).filter((code) => code in reasons)).toEqual([]);
  });

  test('every basis has its code', () => {
    expect(Object.keys(allowCode)).toEqual(bases);
  });
});
