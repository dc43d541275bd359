import { describe, expect, test } from 'vitest';
import { decide, okq8 } from '../../src/index.js';
import { describeOutcome, expectAllowed, expectReasons, expectSuppressed } from '../../src/testing/index.js';

const records = {
  profile: [{ id: 'p1', email: 'anna@example.se', country: 'SE', deceased: true }],
  opt_out: [
    { id: 'o-9', profileId: 'p1', controller: 'okq8_bank', channel: 'email', occurredAt: '2025-09-01T10:00:00Z' },
  ],
};
const ask = (input: Parameters<typeof decide>[0]['records'], kind = 'newsletter') =>
  decide({
    person: 'p1',
    records: input,
    campaign: { controller: 'okq8', kind, channel: 'email' },
    policy: okq8,
    asOf: '2026-03-03T10:00:00Z',
  });

const suppressed = ask(records);
const allowed = ask({ profile: [{ id: 'p1', email: 'anna@example.se', country: 'SE' }] }, 'service_message');

/** What an assertion throws, or nothing. */
function thrown(assertion: () => void): string | undefined {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
}

describe('what holds passes', () => {
  test.each<[string, () => void]>([
    ['suppressed', () => expectSuppressed(suppressed)],
    ['suppressed for one of the reasons', () => expectSuppressed(suppressed, 'CHANNEL_OPT_OUT')],
    ['suppressed for several', () => expectSuppressed(suppressed, 'CONSENT_MISSING', 'DECEASED')],
    ['exactly these', () => expectReasons(suppressed, ['CONSENT_MISSING', 'CHANNEL_OPT_OUT', 'DECEASED'])],
    ['none at all', () => expectReasons(allowed, [])],
    ['allowed', () => expectAllowed(allowed)],
    ['allowed on a ground', () => expectAllowed(allowed, 'service_message')],
  ])('%s', (_, assertion) => {
    expect(assertion).not.toThrow();
  });
});

describe('what does not hold throws an error that explains itself', () => {
  test.each<[string, () => void, string]>([
    ['an allowed one is not suppressed', () => expectSuppressed(allowed), 'expected p1 to be suppressed, but found:'],
    [
      'not for this reason',
      () => expectSuppressed(suppressed, 'DECEASED', 'MINOR'),
      'expected p1 to be suppressed for DECEASED and MINOR, but found:',
    ],
    [
      'not only for this',
      () => expectReasons(suppressed, ['DECEASED']),
      'expected p1 to be suppressed for DECEASED, and nothing else, but found:',
    ],
    ['no reason too few', () => expectReasons(suppressed, []), 'expected p1 to be allowed, but found:'],
    ['a suppressed one is not allowed', () => expectAllowed(suppressed), 'expected p1 to be allowed, but found:'],
    ['not on this ground', () => expectAllowed(allowed, 'consent'), 'expected p1 to be allowed on consent, but found:'],
  ])('%s', (_, assertion, first) => {
    expect(thrown(assertion)?.split('\n')[0]).toBe(first);
  });

  test('with every reason and its evidence', () => {
    expect(thrown(() => expectAllowed(suppressed))).toBe(
      [
        'expected p1 to be allowed, but found:',
        'suppressed by policy okq8 1, first for DECEASED',
        '  DECEASED',
        '    profile profile[1] "p1" via own',
        '  CHANNEL_OPT_OUT',
        '    opt_out opt_out[1] "o-9" since 2025-09-01T10:00:00Z via own, group',
        '  CONSENT_MISSING',
      ].join('\n'),
    );
  });

  test('and with the ground of an allowed one', () => {
    expect(describeOutcome(allowed)).toBe('allowed on service_message by policy okq8 1\n  policy (service_message)');
  });
});
