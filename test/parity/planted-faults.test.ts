import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allocationFaults } from './allocation-faults.js';
import { audienceFaults } from './audience-faults.js';
import { linkFaults } from './link-faults.js';
import { listingFaults } from './listing-faults.js';
import { segmentFaults } from './segment-faults.js';
import { suppressionFaults } from './suppression-faults.js';

const faults = [
  ...suppressionFaults,
  ...audienceFaults,
  ...allocationFaults,
  ...linkFaults,
  ...listingFaults,
  ...segmentFaults,
];

/** `npm run test:faults` plants them; here they are only held against the source, so that the list cannot rot. */
test.each(faults)('there is one place for the fault: $says', ({ file, find }) => {
  const source = readFileSync(fileURLToPath(new URL(`../../src/${file}`, import.meta.url)), 'utf8');
  expect(source.split(find)).toHaveLength(2);
});

test('there are at least forty', () => {
  expect(faults.length).toBeGreaterThanOrEqual(40);
  expect(new Set(faults.map(({ says }) => says)).size).toBe(faults.length);
});
