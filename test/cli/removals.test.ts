import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { day, listingProject, runOnce, writePeople } from '../runs/listings/listing-project.js';
import { clearlistHere } from './in-process.js';

test('removals writes what has to be taken back, and takes the answers', async () => {
  const project = await listingProject([
    { id: 'anna', email: 'anna@example.se' },
    { id: 'bo', email: 'bo@example.se' },
  ]);
  await runOnce(project, day(1));
  await writePeople(project.folder, [
    { id: 'anna', email: 'anna@example.se', consent: 'withdrawn' },
    { id: 'bo', email: 'bo@example.se' },
  ]);
  const removals = (...args: readonly string[]) =>
    clearlistHere(['removals', '--engine', 'memory', '--as-of', day(3), ...args], { cwd: project.folder });

  const pending = await removals('--pending');
  expect(pending).toMatchObject({ code: 0, stderr: expect.not.stringContaining('written') });
  expect(pending.stdout).toContain('audience ads at google, campaign ads\n  1 entry to be taken out\n');

  const written = await removals('--json');
  expect(written.code).toBe(0);
  const { id, folder, audiences } = JSON.parse(written.stdout);
  expect(audiences).toMatchObject([{ entries: 1, files: ['ads.remove.csv'] }]);
  expect(await readFile(join(folder, 'ads.remove.csv'), 'utf8')).toMatch(/^Email\r?\n[0-9a-f]{64}\r?\n$/);

  const answers = join(project.folder, 'answers.csv');
  await writeFile(answers, `answer,batch\nremoved,${id}\nremoved,0123456789abcdef\n`);
  const taken = await removals('--acknowledge', answers);
  expect(taken).toMatchObject({ code: 1, stdout: '2 answers, 1 recorded, 0 known already\n' });
  expect(taken.stderr).toContain(
    `${answers}:3: not taken: nothing of that name was ever written or asked back [unknown]`,
  );
  expect(await removals()).toMatchObject({ code: 0, stdout: 'nothing has to be taken back\n' });
  expect((await removals('--acknowledge', answers, '--pending')).code).toBe(2);
  for (const { stdout, stderr } of [pending, written, taken]) expect(stdout + stderr).not.toMatch(/anna|bo@/);
}, 60_000);
