import { duplicateProfile } from '../identity/directory.js';
import type { IdentitySources, IdentityTables } from '../identity/identity-tables.js';
import type { RegisterSources } from '../identity/register-subjects.js';
import { tombstoneChecks } from '../identity/tombstones.js';
import { type Sql, sql } from '../sql/fragment.js';
import { subjectless } from '../suppression/reach.js';

/** Something that must not be there: the query gives rows that name a place, and no personal data. */
export interface Check {
  /** Columns `source` and `row`, unless what is wrong has no place. */
  readonly query: Sql;
  readonly error: (at: string, found: Readonly<Record<string, unknown>>) => Error;
}

/** Kinds whose records name a person by profile, e-mail or phone. */
export const SUBJECT_KINDS = ['objection', 'opt_out', 'restriction', 'permission', 'delivery'] as const;

/** Everything that stops a run in SQL, as it stops the reference. */
export const runChecks = (
  profile: Sql,
  identities: readonly IdentityTables[],
  { tombstones, registers, postal }: Partial<IdentitySources> = {},
): readonly Check[] => [
  duplicateCheck(profile),
  ...(tombstones === undefined ? [] : tombstoneChecks(tombstones)),
  ...(registers === undefined || postal === undefined ? [] : registerChecks(registers)),
  ...identities.flatMap(subjectChecks),
];

const duplicateCheck = (profile: Sql): Check => ({
  query: sql`select source, row from (select source, row, row_number() over (partition by id order by source, row) as place from ${profile}) as p where place > 1 order by source, row limit 1`,
  error: duplicateProfile,
});

/** Entries that are keyed hashes are held to what tombstones are. */
const registerChecks = ({ registers, keys }: RegisterSources): readonly Check[] =>
  tombstoneChecks({ tombstones: sql`(select * from ${registers} where digest is not null)`, keys });

const subjectChecks = (identity: IdentityTables): readonly Check[] =>
  [...SUBJECT_KINDS, 'register'].flatMap((kind) => {
    const table = identity.named(kind);
    const nobody =
      kind === 'register'
        ? sql`result <> ${'list'} and digest is null and profile_id is null and phone_key is null and postal_key is null`
        : sql`profile_id is null and email_key is null and phone_key is null`;
    return table === undefined
      ? []
      : [
          {
            query: sql`select source, row from ${table} where ${nobody} order by source, row limit 1`,
            error: subjectless,
          },
        ];
  });
