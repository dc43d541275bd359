import { ClearlistError } from '../../errors.js';
import type { Policy } from '../policy.js';
import { nordic } from './nordic.js';
import { okq8 } from './okq8.js';

/** Presets by name. To add one: write its file, add its line. */
export const policies: Readonly<Record<string, Policy>> = { nordic, okq8 };

/**
 * A preset by its name.
 *
 * @throws {ClearlistError} `policy-unknown`.
 */
export function presetPolicy(name: string, at = 'policy'): Policy {
  const preset = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (preset !== undefined) return preset;
  throw new ClearlistError('policy-unknown', `no policy is named "${name}"`, {
    at,
    hint: `Use one of ${Object.keys(policies).join(', ')}.`,
  });
}
