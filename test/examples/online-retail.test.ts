import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePeople } from '../../examples/online-retail/make-people.js';
import { csvText } from '../../examples/online-retail/people/sheet.js';
import { AS_OF } from '../../examples/online-retail/project.js';
import { type OnlineRetailProject, writeProject } from '../../examples/online-retail/write-project.js';
import { campaigns, type ExpectedRun, expectedRun } from './online-retail/expected.js';
import { csvLines, linesOf, runCommand, type WrittenRun, writtenCounts } from './online-retail/run-command.js';

const file = process.env.CLEARLIST_ONLINE_RETAIL;
const purchases =
  file === undefined ? 'look-alike purchases, because CLEARLIST_ONLINE_RETAIL is not set' : 'the real purchases';

/** Lines in all, lines of nobody, customers; then members, cleared and listed. The same data must always give these. */
const known =
  file === undefined
    ? {
        data: [29_892, 12_980, 1200],
        lists: { winback: [578, 313, 310], newsletter: [1163, 310, 308], 'sms-offer': [321, 111, 109] },
      }
    : {
        data: [541_909, 135_080, 4372],
        lists: { winback: [570, 306, 306], newsletter: [4226, 1186, 1180], 'sms-offer': [1150, 402, 400] },
      };

describe(`online retail, ${purchases}`, () => {
  let folder: string;
  let project: OnlineRetailProject;
  let expected: ExpectedRun;
  let written: WrittenRun;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clearlist-online-retail-'));
    project = await writeProject(folder, file);
    written = await runCommand(project.config, AS_OF);
    expected = await expectedRun(project.purchases, folder, '2011-12-10 00:00:00');
  }, 240_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(campaigns)('every row of %s is what the SQL written by hand gives', (campaign) => {
    expect(linesOf(written.list(campaign))).toEqual(csvLines(expected.lists[campaign].rows));
  });

  test.each(campaigns)('so is every count of %s: the funnel, the reasons and their order, the grounds', (campaign) => {
    const { rows, ...counts } = expected.lists[campaign];
    expect(writtenCounts(written, campaign)).toEqual(counts);
    expect(rows).toHaveLength(counts.counts.listed + 1);
  });

  test('lines of nobody are counted and left out, and nothing else is lost', () => {
    const [lines, ofNobody] = known.data;
    expect([expected.lines, expected.linesOfNobody, project.customers]).toEqual(known.data);
    const read = written.manifest.inputs.map(({ source, leftOut, unreadable }) => [source, leftOut, unreadable]);
    expect(read).toEqual(read.map(([source]) => [source, source === 'purchases' ? ofNobody : 0, 0]));
    expect(written.manifest.inputs.find(({ source }) => source === 'purchases')?.rows).toBe(lines);
  });

  test('the lists are as long as they have always been', () => {
    const lengths = campaigns.map((campaign) => {
      const { members, cleared, listed } = expected.lists[campaign].counts;
      return [campaign, [members, cleared, listed]];
    });
    expect(Object.fromEntries(lengths)).toEqual(known.lists);
  });

  test('every reason that these records can give is given to somebody', () => {
    const given = new Set(campaigns.flatMap((campaign) => expected.lists[campaign].reasons.map(({ code }) => code)));
    expect([...given].sort()).toEqual([
      'CHANNEL_OPT_OUT',
      'CONSENT_EXPIRED',
      'CONSENT_MISSING',
      'CONSENT_REFUSED',
      'CONSENT_SCOPE_MISMATCH',
      'CONSENT_UNPROVEN',
      'CONSENT_WITHDRAWN',
      'CONTROL_GROUP',
      'DECEASED',
      'IDENTIFIER_INVALID',
      'MINOR',
      'NO_IDENTIFIER_FOR_CHANNEL',
      'OBJECTION_DIRECT_MARKETING',
      'OBJECTION_PROFILING',
      'PROCESSING_RESTRICTED',
      'PROTECTED_IDENTITY',
      'RECORD_UNPARSEABLE',
      'SOFT_OPT_IN_NOT_MET',
      'TOPIC_OPT_OUT',
      'UNKNOWN_COUNTRY',
    ]);
    expect(campaigns.some((campaign) => expected.lists[campaign].counts.duplicates > 0)).toBe(true);
  });
});

test('the same customers are always the same people, in whatever order they are named', () => {
  const customers = Array.from({ length: 300 }, (_, i) => String(12_346 + i));
  const text = (numbers: readonly string[]): string => Object.values(makePeople(numbers)).map(csvText).join('\n');
  expect(text([...customers].reverse())).toBe(text(customers));
  expect(text([...customers, ...customers])).toBe(text(customers));
});
