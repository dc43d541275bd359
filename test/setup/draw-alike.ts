import fc from 'fast-check';
import { cases, SEED } from './drawn-cases.js';

// What a property says of its own wins; fast-check itself would draw by the clock, a hundred times.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED, numRuns: cases(100) });
