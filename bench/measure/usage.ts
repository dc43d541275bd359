import { writeFileSync } from 'node:fs';
import process from 'node:process';

/**
 * Loaded into a measured process (`node --import …`): what it used, when it ends, into the file that the environment
 * names. CPU is of all its threads; memory is the most that was resident.
 */
const file = process.env.CLEARLIST_BENCH_USAGE;
if (file !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 }));
  });
}
