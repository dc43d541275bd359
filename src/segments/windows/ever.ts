import * as z from 'zod';
import { ALWAYS, FOREVER } from '../../model/instant.js';
import { dayNumberOf, FIRST_DATE, LAST_DATE } from './days.js';
import type { WindowKind } from './window-kind.js';

/** All of time; of behaviour, all the past. */
export interface EverWindow {
  readonly kind: 'ever';
}

/** Everything before as-of. */
export const ever: EverWindow = { kind: 'ever' };

export const everKind: WindowKind<EverWindow> = {
  schema: () => z.strictObject({ kind: z.literal('ever') }),
  validate: () => [],
  resolve: () => ({ from: ALWAYS, to: FOREVER }),
  days: () => ({ from: dayNumberOf(FIRST_DATE), to: dayNumberOf(LAST_DATE) + 1 }),
  isToCome: () => false,
  describe: () => 'ever',
};
