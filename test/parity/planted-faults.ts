import { allocationFaults } from './allocation-faults.js';
import { audienceFaults } from './audience-faults.js';
import { FaultCopy, type Outcome } from './fault-copy.js';
import { linkFaults } from './link-faults.js';
import { listingFaults } from './listing-faults.js';
import type { PlantedFault } from './planted-fault.js';
import { segmentFaults } from './segment-faults.js';
import { suppressionFaults } from './suppression-faults.js';

/**
 * Proves that the tests have no holes: plants one fault after the other in a copy of the sources and demands that the
 * suites it names fail there, which must all pass without any fault. Prints what caught each fault, and exits 1 when
 * one slips through. Run: `npm run test:faults [-- words of a fault]`
 */

const [only = ''] = process.argv.slice(2);
const all = [
  ...suppressionFaults,
  ...audienceFaults,
  ...allocationFaults,
  ...linkFaults,
  ...listingFaults,
  ...segmentFaults,
];
const faults = all.filter(({ says }) => says.includes(only));
if (faults.length === 0) throw new Error(`no fault says "${only}"`);
/** Two at a time: each is one process that tests, and CI has two cores. */
const WORKERS = 2;

const missed: string[] = [];
const line = (verdict: string, says: string, seconds: string, detail: string): string =>
  `${verdict.padEnd(10)}  ${seconds.padStart(6)}  ${says.padEnd(62)}  ${detail}`;

function verdictOn(outcome: Outcome): readonly [string, string] {
  if ('broken' in outcome) return ['NOT TRIED', outcome.broken];
  return outcome.passed ? ['NOT CAUGHT', ''] : ['caught', outcome.failed];
}

async function plant(copy: FaultCopy, fault: PlantedFault): Promise<void> {
  const start = performance.now();
  const [verdict, detail] = verdictOn(await copy.with(fault));
  if (verdict !== 'caught') missed.push(fault.says);
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  console.log(line(verdict, fault.says, seconds, detail || `by none of ${fault.by.join(', ')}`));
}

/** A suite that fails anyway would catch everything. */
async function allPassUnharmed(copy: FaultCopy): Promise<boolean> {
  const [verdict, detail] = verdictOn(await copy.run([...new Set(faults.flatMap(({ by }) => by))].sort(), WORKERS));
  if (verdict === 'NOT CAUGHT') return true;
  console.error(`fails without any fault, so that nothing is proved: ${detail}`);
  return false;
}

async function plantAll(copies: readonly FaultCopy[]): Promise<void> {
  const queue = [...faults];
  const worker = async (copy: FaultCopy): Promise<void> => {
    for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) await plant(copy, fault);
  };
  await Promise.all(copies.map(worker));
}

const copies = Array.from({ length: WORKERS }, () => new FaultCopy());
const [first] = copies;
try {
  if (first !== undefined && (await allPassUnharmed(first))) {
    await plantAll(copies);
    console.log(
      missed.length === 0 ? `all ${faults.length} faults were caught` : `not caught: ${missed.sort().join('; ')}`,
    );
    process.exitCode = missed.length === 0 ? 0 : 1;
  } else process.exitCode = 1;
} finally {
  for (const copy of copies) copy.remove();
}
