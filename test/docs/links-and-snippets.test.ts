import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as core from 'clearlist';
import * as node from 'clearlist/node';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { calledCommands } from '../../tools/reference/commands.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** A heading as a link names it. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/[`*]/g, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

const anchors = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

const blocksOf = (page: string, language: string): readonly string[] =>
  [...textOf(page).matchAll(/^```(\w+)(?: \S+)?\n([\s\S]*?)^```$/gm)].flatMap(([, kind, text = '']) =>
    kind === language ? [text] : [],
  );

const commands = calledCommands();

/** What is wrong with a command line of a page, or nothing. */
function complaint(line: string): string | undefined {
  const called = [...commands]
    .sort((a, b) => b.words.length - a.words.length)
    .find(({ words }) => line === words || line.startsWith(`${words} `));
  if (called === undefined)
    return line.startsWith('-') || /^COMMAND/.test(line) ? undefined : `no such command: clearlist ${line}`;
  const known = new Set([...called.command.options.flatMap(({ long, short }) => [long, short]), '--help']);
  // What stands in quotes is a value, and may be a command of its own.
  const own = line.replaceAll(/\$\(.*$|"[^"]*"?/g, '');
  const unknown = [...own.matchAll(/(?<=\s)--?[a-z][a-z-]*/g)]
    .map(([option]) => option)
    .filter((option) => !known.has(option));
  return unknown.length === 0 ? undefined : `clearlist ${called.words} has no ${unknown.join(', ')}`;
}

describe.each(pages)('%s', (page) => {
  test('links lead somewhere', () => {
    const text = textOf(page).replaceAll(/^```[\s\S]*?^```$/gm, '');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? page : join(dirname(page), file);
      if (!path.endsWith('.md')) {
        expect(readdirSync(join(root, dirname(path))), target).toContain(path.split('/').at(-1));
        continue;
      }
      expect(pages.concat('CONTRIBUTING.md'), `${target} in ${page}`).toContain(path);
      if (anchor !== undefined) expect(anchors(textOf(path)), `${target} in ${page}`).toContain(anchor);
    }
  });

  test('commands exist, with the options they are given', () => {
    const lines = ['sh', 'yaml', 'python']
      .flatMap((language) => blocksOf(page, language))
      .flatMap((text) =>
        [...text.matchAll(/\bclearlist ((?:[a-z-]+ ?)(?:[^\n|;&)}"`#]|"[^"\n]*")*)/g)].map(([, line = '']) =>
          line.trim(),
        ),
      )
      .filter((line) => /^[a-z]/.test(line));
    const inline = [...textOf(page).matchAll(/`clearlist ([a-z-]+(?: [^`]*)?)`/g)].map(([, line = '']) => line.trim());
    expect([...lines, ...inline].map(complaint).filter((found) => found !== undefined)).toEqual([]);
  });

  test('shell scripts can be read by a shell', () => {
    const scripts = blocksOf(page, 'sh');
    if (scripts.length === 0) return;
    const { status, stderr } = spawnSync('bash', ['-n'], { input: scripts.join('\n'), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('YAML can be read', () => {
    for (const text of blocksOf(page, 'yaml')) {
      for (const document of parseAllDocuments(text)) expect(document.errors, text).toEqual([]);
    }
  });

  test('programs import what there is', () => {
    const exported: Readonly<Record<string, object>> = { clearlist: core, 'clearlist/node': node };
    for (const text of blocksOf(page, 'ts')) {
      for (const [, names = '', from = ''] of text.matchAll(/import \{([^}]*)\} from '(clearlist[^']*)'/g)) {
        for (const name of names.split(',').map((one) => one.trim()))
          expect(exported[from], `${name} of ${from}`).toHaveProperty(name);
      }
    }
  });
});
