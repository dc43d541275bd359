import type { Policy } from '../policy.js';
import { okq8 } from './okq8.js';

/** Presets by name. To add one: write its file, add its line. */
export const policies: Readonly<Record<string, Policy>> = { okq8 };
