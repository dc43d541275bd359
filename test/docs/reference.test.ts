import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { program } from '../../src/cli/program.js';
import { errorCodes } from '../../src/errors.js';
import { keyDescriptions } from '../../src/project/key-descriptions.js';
import { calledCommands, examplesOf } from '../../tools/reference/commands.js';
import { referencePages } from '../../tools/reference/pages.js';
import { projectKeys } from '../../tools/reference/project-keys.js';

const errors = readFileSync(fileURLToPath(new URL('../../docs/errors.md', import.meta.url)), 'utf8');

test.each(referencePages())('%s is what the program says; `npm run docs` writes it', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});

describe.each(calledCommands().map((called) => [called.words, called.command] as const))('%s', (words, command) => {
  test('its help shows examples of itself', () => {
    expect(examplesOf(command).join('\n')).toContain(`clearlist ${words}`);
  });

  test('says what it is, and what each argument and option is', () => {
    const said = [command, ...command.registeredArguments, ...command.options];
    for (const one of said) {
      const text = 'description' in one && typeof one.description === 'function' ? one.description() : one.description;
      expect(text, words).toMatch(/\S{2}/);
    }
  });

  test('its examples name options that it has', () => {
    const known = new Set(command.options.flatMap(({ long, short }) => [long, short]));
    for (const line of examplesOf(command).flatMap((text) => text.split(/\||&&/))) {
      const called = line.trim();
      if (!called.startsWith(`clearlist ${words}`)) continue;
      for (const [, option] of called.matchAll(/(?<=\s)(--?[a-z][a-z-]*)/g)) expect(known, called).toContain(option);
    }
  });
});

test('every command is somewhere in the list, and none twice', () => {
  const names = calledCommands(program()).map(({ words }) => words);
  expect(new Set(names).size).toBe(names.length);
});

test('every key of the project file has a sentence, and no sentence is left of a key that is gone', () => {
  expect(projectKeys().map(({ path }) => path)).toEqual(Object.keys(keyDescriptions));
});

describe('the page of error codes', () => {
  const sections = errors.split(/^### /m).slice(1);

  test('has a section for each code of the closed set, and no other', () => {
    const named = sections.map((section) => /^`([a-z-]+)`\n/.exec(section)?.[1]);
    expect([...named].sort()).toEqual([...errorCodes].sort());
  });

  test.each(sections.map((section) => [section.slice(0, section.indexOf('\n')), section] as const))(
    '%s has a cause and a mend',
    (_, section) => {
      expect(section).toMatch(/^\* \*\*Cause:\*\* \S.{20}/m);
      expect(section).toMatch(/^\* \*\*What to do:\*\* \S.{10}/m);
    },
  );
});
