import { DIGEST_PATTERN } from '../../model/tombstone.js';
import { call, isTrue, literal, sql } from '../../sql/fragment.js';
import type { ReadKind } from './kind-sql.js';
import { readRefusal } from './refusal.js';

/** A refusal whose digest has to look like one: another could have been anybody's. */
export const readTombstone: ReadKind = (cells) => {
  const digest = sql`lower(${cells.value('digest')})`;
  const isDigest = isTrue(call('matches', digest, literal(DIGEST_PATTERN)));
  return {
    columns: { ...readRefusal(['controller'])(cells).columns, digest },
    lost: [{ when: sql`not ${isDigest}`, field: 'digest' }],
  };
};
