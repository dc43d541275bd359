import type { Policy } from '../policy.js';
import { okq8 } from './okq8.js';

/**
 * Recommended practice in Sweden, Finland, Norway and Denmark for any company: the rules of `okq8` without its
 * controllers. Name your own; until then there is one, `company`.
 *
 * Source: defaults of the decision cases `suppression-decisions/1`.
 */
export const nordic: Policy = {
  ...okq8,
  id: 'nordic',
  controllers: [{ id: 'company', group: 'company' }],
};
