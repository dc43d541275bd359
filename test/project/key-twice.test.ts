import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { keyTwice } from '../../src/project/key-twice.js';

test.each([
  ['none in an empty object', '{}', undefined],
  ['on its line', '{\n"a": 1,\n"b": 2,\n"a" : 3\n}', 4],
  ['written in another way', String.raw`{"a": 1, "\u0061": 2}`, 1],
  ['one of the language’s own', '{"__proto__": 1,\n"__proto__": 2}', 2],
  ['the same key in objects side by side', '[{"a": 1}, {"a": 2}]', undefined],
  ['the same key in an object within', '{"a": {"a": 1}, "b": [{"a": 1}]}', undefined],
  ['behind an object within', '{"a": {"b": 1},\n"a": 1}', 2],
  ['no text that looks like a key', String.raw`{"a": "\"a\": {", "b": ["a", "a"], "c": "a"}`, undefined],
])('a key twice: %s', (_, text, line) => {
  expect(keyTwice(text)).toBe(line);
});

/** JSON texts whose objects have few names, and so often one twice. */
const texts = fc.letrec<{ text: string; object: string }>((tie) => ({
  object: fc
    .array(fc.tuple(fc.constantFrom('a', 'b', '"', '{', ':', 'å'), tie('text')), { maxLength: 4 })
    .map((entries) => `{${entries.map(([key, text]) => `${JSON.stringify(key)}: ${text}`).join(',\n')}}`),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('1', 'null', '"a"', '"\\""', '"{"', '"}"'),
    fc.array(tie('text'), { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
    tie('object'),
  ),
})).object;

test('it is found where a reader of YAML finds one', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const twice = parseDocument(text, { version: '1.2' }).errors.some(({ code }) => code === 'DUPLICATE_KEY');
      expect(keyTwice(text) !== undefined).toBe(twice);
    }),
  );
});
