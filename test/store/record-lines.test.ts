import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Placed } from '../../src/model/record-kind.js';
import { readRecordLine, recordLine } from '../../src/store/record-lines.js';
import { cases } from '../setup/drawn-cases.js';
import { recordOf, storableKinds } from './generated-records.js';
import { words } from './scratch.js';

const withoutPlace = ({ ref, place, ...values }: Placed & { readonly id?: string }) => values;

test.each(storableKinds)('a %s is read back as it was read, and is the same line again', (kind) => {
  fc.assert(
    fc.property(recordOf(kind), (record) => {
      const line = recordLine(kind, record, 'letters');
      expect(line).not.toContain('\n');
      const back = readRecordLine(kind, line, 7, words);
      expect(withoutPlace(back)).toEqual(withoutPlace(record));
      expect(back.ref).toMatchObject({ source: 'store/letters', row: 7 });
      expect(recordLine(kind, back, 'letters')).toBe(line);
    }),
    { numRuns: cases(200) },
  );
});

test('a word that the project no longer has makes a refusal wider and a permission unreadable', () => {
  const ref = { source: 'x', row: 1 };
  const at = 1_700_000_000_000_000;
  const timing = { occurredAt: at, at, knownAt: at };
  const who = { email: 'a@example.se', channel: 'email', topic: 'survey', controller: 'okq8_bank', ref };
  const optOut = recordLine('opt_out', { ...who, ...timing } as Placed, 'x');
  const fewer = { controllers: ['okq8'], topics: ['newsletter'] };
  expect(readRecordLine('opt_out', optOut, 1, fewer)).toMatchObject({
    controller: '*',
    topic: '?',
    channel: 'email',
    at,
  });
  const given = { ...who, ...timing, purpose: 'direct_marketing', state: 'given', unreadable: false } as Placed;
  const permission = recordLine('permission', given, 'x');
  expect(readRecordLine('permission', permission, 1, words)).toMatchObject({ unreadable: false });
  expect(readRecordLine('permission', permission, 1, fewer)).toMatchObject({ unreadable: true });
});
