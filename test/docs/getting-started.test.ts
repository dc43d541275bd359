import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clearlistHere } from '../cli/in-process.js';

const page = fileURLToPath(new URL('../../docs/getting-started.md', import.meta.url));

/** Fenced blocks in order: files by name, commands, and what a command shows. */
const blocks = [...readFileSync(page, 'utf8').matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, kind = '', name, text = '']) => ({ kind, name, text }),
);

/** `echo LINE | clearlist …` or `clearlist …`, as a shell would take it; the page has no quotes. */
function called(line: string): { args: string[]; input: string } {
  const [, input, args = ''] = /^(?:echo (\S+) \| )?clearlist (.*)$/.exec(line) ?? [];
  if (args === '') throw new Error(`not a command of the page’s kind: ${line}`);
  return { args: args.split(' '), input: input === undefined ? '' : `${input}\n` };
}

// So few persons need no database.
beforeAll(() => {
  process.env.CLEARLIST_ENGINE = 'memory';
});
afterAll(() => {
  delete process.env.CLEARLIST_ENGINE;
});

test('every command of the page does what the page shows, with the files of the page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clearlist-started-'));
  try {
    let shown: string | undefined;
    for (const { kind, name, text } of blocks) {
      if (name !== undefined) writeFileSync(join(folder, name), text);
      else if (kind === 'text') expect(shown, text).toContain(text);
      else if (kind === 'sh') {
        const { code, stdout, stderr } = await clearlistHere(called(text.trim()).args, {
          cwd: folder,
          input: called(text.trim()).input,
        });
        expect(code, stderr).toBe(0);
        shown = stdout;
      }
    }
    const [run = ''] = readdirSync(join(folder, 'lists'));
    expect(readdirSync(join(folder, 'lists', run)).sort()).toEqual(
      expect.arrayContaining(['manifest.json', 'winter.csv']),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the page shows what it does: every command but those that only write has its output', () => {
  const commands = blocks.filter(({ kind }) => kind === 'sh').length;
  const outputs = blocks.filter(({ kind }) => kind === 'text');
  expect(commands - outputs.length).toBe(2);
  for (const { text } of outputs) expect(text.trim()).not.toBe('');
});
