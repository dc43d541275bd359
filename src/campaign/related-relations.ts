import type { IdentityTables } from '../identity/identity-tables.js';
import { join, sql } from '../sql/fragment.js';
import type { PlanBuilder } from '../sql/plan.js';
import { type Relations, relationAmong } from './relations.js';

/** Kinds of which a record is about the profile that it names, and reaches nobody by an address. */
const OWN = ['profile', 'profile_identifier', 'contact', 'relation'] as const;

/**
 * Relations in which the records about their own profile are those of who can matter, kept for all who ask later: of a
 * million profiles a campaign decides about some, and lists, rules and the self-audit read these and no others.
 *
 * @param identities Who is who by each reading; everything is as it was where none says who can matter.
 */
export function relatedRelations(
  plan: PlanBuilder,
  relations: Relations,
  identities: readonly IdentityTables[],
): Relations {
  const each = identities.flatMap(({ related }) => related ?? []);
  const [first, ...more] = each;
  if (first === undefined || each.length < identities.length) return relations;
  const profiles =
    more.length === 0
      ? first
      : plan.table(
          'related_by_any',
          join(
            each.map((one) => sql`select profile_id from ${one}`),
            ' union ',
          ),
        );
  // What is kept is all that there is to look at.
  const { among: _, ...others } = relations;
  const kept = OWN.flatMap((kind) => {
    const rows = relationAmong(relations, kind, profiles);
    if (rows === undefined) return [];
    const [hint, query] = [`related_${kind}`, sql`select * from ${rows} as r`] as const;
    return [[kind, relations.large?.has(kind) ? plan.stored(hint, query) : plan.table(hint, query)] as const];
  });
  return { ...others, ...Object.fromEntries(kept) };
}
