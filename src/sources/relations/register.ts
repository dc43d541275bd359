import { registerSubject } from '../../model/register.js';
import { DIGEST_PATTERN } from '../../model/tombstone.js';
import { allOf, anyOf, call, isTrue, literal, sql } from '../../sql/fragment.js';
import type { ReadKind } from './kind-sql.js';
import { permissionTimingSql, refusalTimingSql, timingColumns } from './timing.js';

/** A register's row: what it says of whom, and what it says when it is damaged, as `readRegister` of the model. */
export const readRegister: ReadKind = (cells) => {
  const bound = registerSubject.filter((field) => cells.fields.includes(field));
  const named = anyOf(bound.map((field) => sql`${cells.value(field)} is not null`));
  const complete = sql`coalesce(${cells.value('complete')}, false)`;
  const hit = cells.value('hit');
  const answer = cells.fields.includes('hit')
    ? sql`case when ${hit} or ${cells.bad('hit')} then 'listed' when not ${hit} then 'clear' else 'unanswered' end`
    : sql`'listed'`;
  const result = sql`case when not ${named} then 'list' else ${answer} end`;
  const digest = sql`lower(${cells.value('digest')})`;
  const digested = sql`${cells.value('digest')} is not null`;
  const without = (field: string) => ({ when: sql`(${digested} and ${cells.value(field)} is null)`, field });
  const snapshot = {
    ...cells,
    fields: [],
    value: (field: string) => cells.value(field === 'occurredAt' ? 'snapshotAt' : field),
  };
  const anonymous = bound.length > 0 ? sql`(not ${named})` : sql`(not ${complete})`;
  return {
    columns: {
      digest,
      complete,
      result,
      ...timingColumns(sql`(${result}) = 'listed'`, refusalTimingSql(snapshot), permissionTimingSql(snapshot)),
    },
    lost: [
      { when: anonymous, field: registerSubject.join(' or ') },
      {
        when: allOf([digested, sql`not ${isTrue(call('matches', digest, literal(DIGEST_PATTERN)))}`]),
        field: 'digest',
      },
      without('keyId'),
      without('normaliser'),
    ],
  };
};
