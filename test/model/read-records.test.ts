import { describe, expect, test } from 'vitest';
import { relationColumns } from '../../src/model/columns.js';
import { field } from '../../src/model/record-kind.js';
import { evaluatedKinds, recordKinds } from '../../src/model/record-kinds.js';
import { type RecordsInput, readRecords } from '../../src/model/records.js';

const context = {
  controllers: ['okq8'],
  topics: ['newsletter'],
  attributes: { tier: field('text', 'tier'), points: field('decimal', 'points'), likes: field('list', 'likes') },
};
const read = (input: RecordsInput) => readRecords(input, context);

describe('plain objects become records', () => {
  test('a single value stands for a list of one', () => {
    const { profile } = read({
      profile: [{ id: 'p1', email: ' a@x.se ', attributes: { tier: 'gold', points: '1.5' } }],
    });
    expect(profile).toEqual([
      {
        id: 'p1',
        email: ['a@x.se'],
        phone: [],
        formerEmail: [],
        formerPhone: [],
        attributes: { tier: 'gold', points: 1_500_000n },
        unreadable: false,
        ref: { source: 'profile', row: 1, id: 'p1' },
      },
    ]);
  });

  test('a list of texts is one text, and missing where nothing is in it', () => {
    const likes: readonly unknown[] = [[' a', null, 'b'], 'a', [], [''], null, ['a\u001f'], [true]];
    const { profile = [] } = read({
      profile: likes.map((given, i) => ({ id: `p${i}`, attributes: { likes: given } })),
    });
    expect(profile.map(({ attributes, unreadable }) => (unreadable ? 'unreadable' : attributes.likes))).toEqual([
      'a\u001fb',
      'a',
      undefined,
      undefined,
      undefined,
      'unreadable',
      'unreadable',
    ]);
  });

  test('several texts for an attribute that is no list cannot be read', () => {
    const { profile } = read({ profile: [{ id: 'p1', attributes: { tier: ['a'] } }] });
    expect(profile?.[0]?.unreadable).toBe(true);
  });

  test('a cell that is null says nothing, but its field is bound', () => {
    const { permission } = read({
      permission: [
        {
          profileId: 'p1',
          controller: 'okq8',
          purpose: 'direct_marketing',
          channel: 'email',
          state: 'given',
          occurredAt: '1970-01-01T00:00:00Z',
          recordedAt: null,
        },
      ],
    });
    expect(permission?.[0]).toMatchObject({ unreadable: false, knownAt: Number.MAX_SAFE_INTEGER });
  });

  test('a kind that is not given is not declared', () => {
    expect(read({ profile: [] })).toEqual({ profile: [] });
  });

  test('a record of unknown kind is an unreadable permission of whom it names', () => {
    const { permission } = read({ '???': [{ profileId: 'p1', raw: 'UNSUB;;;' }], loyalty: [{ email: 'a@x.se' }] });
    expect(permission).toMatchObject([
      { profileId: 'p1', unreadable: true, knownAt: Number.MIN_SAFE_INTEGER, ref: { source: '???', row: 1 } },
      { email: 'a@x.se', unreadable: true, ref: { source: 'loyalty', row: 1 } },
    ]);
  });
});

describe('what cannot be read stops, with the place and no personal data', () => {
  test.each<[string, RecordsInput, string, string]>([
    ['a field that does not exist', { profile: [{ id: 'p1', e_mail: 'a@x.se' }] }, 'input-invalid', 'profile[0]'],
    ['a value of another type', { profile: [{ id: 7 }] }, 'input-invalid', 'profile[0].id'],
    [
      'an undeclared attribute',
      { profile: [{ id: 'p1', attributes: { shoe: '42' } }] },
      'input-invalid',
      'profile[0].attributes.shoe',
    ],
    ['a refusal of nobody', { objection: [{ profileId: 'p1' }, { controller: 'okq8' }] }, 'rows-lost', 'objection[1]'],
    ['a record of unknown kind that names nobody', { loyalty: [{ points: 5 }] }, 'rows-lost', 'loyalty[0]'],
    ['a purchase at no time', { purchase: [{ profileId: 'p1', occurredAt: 'yesterday' }] }, 'rows-lost', 'purchase[0]'],
  ])('%s', (_, input, code, at) => {
    expect(() => read(input)).toThrow(expect.objectContaining({ code, at }));
  });

  test('every mistake is told at once', () => {
    expect(() => read({ objection: [{}, {}, { profileId: 'p1' }] })).toThrow(
      expect.objectContaining({
        issues: [expect.objectContaining({ at: 'objection[0]' }), expect.objectContaining({ at: 'objection[1]' })],
      }),
    );
  });
});

describe('record kinds', () => {
  test.each(Object.values(recordKinds))(
    '$kind names its source and what every field is',
    ({ kind, about, source, fields, needs }) => {
      expect(recordKinds).toHaveProperty(kind);
      expect(about.length).toBeGreaterThan(10);
      expect(source.length).toBeGreaterThan(5);
      expect(Object.values(fields).filter(({ about: words }) => words.length < 4)).toEqual([]);
      expect(needs.flat().filter((name) => !(name in fields))).toEqual([]);
    },
  );

  test.each(evaluatedKinds)('%s has each column once, and a place', (kind) => {
    const names = relationColumns(kind, context.attributes).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 2)).toEqual(['source', 'row']);
  });

  test('the project’s own fields are columns of the profile only', () => {
    const own = ['attribute_tier', 'attribute_points'];
    const names = (kind: 'profile' | 'event') => relationColumns(kind, context.attributes).map(({ name }) => name);
    expect(names('profile')).toEqual(expect.arrayContaining(own));
    expect(names('event')).not.toEqual(expect.arrayContaining(own));
  });
});
