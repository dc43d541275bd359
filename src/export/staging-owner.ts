import { newOwner, OWNER_PATTERN, ownerState as stateOf } from '../files/process-owner.js';

/** Whose a staging folder is, written into its name: `.staging-<run id>-<owner>`. */

const NAME = new RegExp(`^\\.staging-[0-9a-f]{16}-(${OWNER_PATTERN})$`);

export const isStagingName = (name: string): boolean => NAME.test(name);

/** Units: `id` is 16 hex digits. */
export const stagingName = async (id: string): Promise<string> => `.staging-${id}-${await newOwner()}`;

/** Whether the process that made a staging folder is still there; see `process-owner.ts`. */
export const ownerState = (name: string): ReturnType<typeof stateOf> => stateOf(NAME.exec(name)?.[1] ?? '');
