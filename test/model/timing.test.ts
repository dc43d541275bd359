import { describe, expect, test } from 'vitest';
import { ALWAYS, FOREVER } from '../../src/model/instant.js';
import { permissionTiming, refusalTiming } from '../../src/model/timing.js';

/** In force at as-of when known by then; ended only by something strictly later than `at`. */
describe('a refusal is known early and never void', () => {
  test.each([
    ['both times, recorded later', 100, 200, { at: 100, knownAt: 100 }],
    ['both times, recorded before it was dated', 200, 100, { at: 200, knownAt: 100 }],
    ['not recorded', 100, undefined, { at: 100, knownAt: 100 }],
    ['without a time it is permanent', undefined, undefined, { at: FOREVER, knownAt: ALWAYS }],
    ['a recording time alone is no time', undefined, 100, { at: FOREVER, knownAt: ALWAYS }],
  ])('%s', (_, occurredAt, recordedAt, expected) => {
    expect(refusalTiming(occurredAt, recordedAt)).toEqual(expected);
  });
});

describe('a permission is known late and void without its times', () => {
  const VOID = { at: ALWAYS, knownAt: FOREVER };
  test.each([
    ['both times, recorded later', 100, 200, true, { at: 100, knownAt: 200 }],
    ['both times, recorded before it was dated', 200, 100, true, { at: 200, knownAt: 200 }],
    ['no recording time bound', 100, undefined, false, { at: 100, knownAt: 100 }],
    ['a recording time bound and missing', 100, undefined, true, VOID],
    ['no time', undefined, undefined, false, VOID],
    ['a recording time alone', undefined, 100, true, VOID],
  ])('%s', (_, occurredAt, recordedAt, recordedBound, expected) => {
    expect(permissionTiming(occurredAt, recordedAt, recordedBound)).toEqual(expected);
  });
});
