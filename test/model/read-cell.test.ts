import { describe, expect, test } from 'vitest';
import { readableWords, readCell, UNREADABLE } from '../../src/model/read-cell.js';
import { type FieldType, field } from '../../src/model/record-kind.js';

const WORDS = { controllers: ['okq8', 'okq8_bank'], topics: ['newsletter'] };
const read = (type: FieldType, raw: unknown): unknown => readCell(field(type, 'a field'), raw, WORDS);

describe('a cell says something, says nothing, or cannot be read', () => {
  test.each<[FieldType, unknown, unknown]>([
    ['text', ' Anna\u00a0', 'Anna'],
    ['text', '', undefined],
    ['text', '   ', undefined],
    ['text', null, undefined],
    ['text', undefined, undefined],
    ['text', 5, '5'],
    ['text', true, UNREADABLE],
    ['text', {}, UNREADABLE],
    ['id', '007', '007'],
    ['email', ' Anna@Example.se ', 'Anna@Example.se'],
    ['phone', '070-123 45 67', '070-123 45 67'],
    ['path', 'fuel/diesel', 'fuel/diesel'],
    ['country', 'se', 'SE'],
    ['country', ' NO ', 'NO'],
    ['country', 'Sverige', UNREADABLE],
    ['country', 'S', UNREADABLE],
    ['country', 'ÅÄ', UNREADABLE],
    ['instant', '1970-01-01T00:00:00.000001Z', 1],
    ['instant', '1970-01-01T00:00:00', UNREADABLE],
    ['instant', '', undefined],
    ['date', '2026-03-03', '2026-03-03'],
    ['date', '2026-02-30', UNREADABLE],
    ['decimal', '1.5', 1_500_000n],
    ['decimal', 1.5, 1_500_000n],
    ['decimal', 0.1 + 0.2, UNREADABLE],
    ['decimal', 1e21, UNREADABLE],
    ['decimal', Number.NaN, UNREADABLE],
    ['decimal', 1n, 1n],
    ['decimal', '1,5', UNREADABLE],
    ['boolean', true, true],
    ['boolean', 'TRUE', true],
    ['boolean', 'false', false],
    ['boolean', 'ja', UNREADABLE],
    ['boolean', '1', UNREADABLE],
    ['boolean', '', undefined],
  ])('%s %o', (type, raw, expected) => {
    expect(read(type, raw)).toBe(expected);
  });
});

describe('a word is one of a closed list', () => {
  const controller = field('word', 'to whom', { words: 'controllers', any: true });
  const topic = field('word', 'topic', { words: 'topics' });
  const link = field('word', 'link', { words: ['merge', 'login'] });

  test.each([
    ['a controller of the policy', controller, 'okq8', 'okq8'],
    ['every controller', controller, '*', '*'],
    ['an unknown controller', controller, 'okq9', UNREADABLE],
    ['another letter case', controller, 'OKQ8', UNREADABLE],
    ['a topic', topic, 'newsletter', 'newsletter'],
    ['* where the field does not allow it', topic, '*', UNREADABLE],
    ['a word of the field’s own list', link, ' merge ', 'merge'],
    ['no word', link, '', undefined],
  ])('%s', (_, definition, raw, expected) => {
    expect(readCell(definition, raw, WORDS)).toBe(expected);
  });

  test('the words of a field', () => {
    expect(readableWords(controller, WORDS)).toEqual(['okq8', 'okq8_bank', '*']);
    expect(readableWords(topic, WORDS)).toEqual(['newsletter']);
    expect(readableWords(link, WORDS)).toEqual(['merge', 'login']);
    expect(readableWords(field('text', 'no word'), WORDS)).toEqual([]);
  });
});
