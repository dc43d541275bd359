import * as z from 'zod';

/** A register of a case: the whole list of a version, and what stands on it. */
export const caseRegister = z.looseObject({
  name: z.string(),
  snapshot_at: z.string().nullish(),
  entries: z.array(z.looseObject({ kind: z.string(), value: z.string() })).default([]),
});

/** Settings that say which registers there are and how they are used. */
export const registerEntries = {
  register_for: z.record(z.string(), z.string()).optional(),
  register_max_age_days: z.record(z.string(), z.number()).optional(),
  register_override_by_consent: z
    .record(z.string(), z.looseObject({ max_consent_age_days: z.number().optional() }))
    .optional(),
  phone_needs_prior_consent: z.array(z.string()).optional(),
  market_research_outside_registers: z.boolean().optional(),
};
