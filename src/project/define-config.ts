import type * as z from 'zod';
import type { projectSchema } from './project-file.js';

/** A project as it is written, before what is left out is filled in. */
export type ProjectConfig = z.input<typeof projectSchema>;

/**
 * A project in TypeScript, checked while it is written; `clearlist.config.ts` has it as its default export.
 *
 * @example export default defineConfig({ clearlist: 1, zone: 'Europe/Stockholm', policy: 'okq8', … });
 */
export const defineConfig = (config: ProjectConfig): ProjectConfig => config;
