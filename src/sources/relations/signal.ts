import { permittingStates } from '../../model/signal.js';
import { PRINTABLE_ASCII_PATTERN } from '../../model/text.js';
import { ANY } from '../../model/vocabulary.js';
import { anyOf, call, literal, sql } from '../../sql/fragment.js';
import type { ReadKind } from './kind-sql.js';
import { liftTimingSql, refusalTimingSql, timingColumns } from './timing.js';

/** A signal: only the one state that says so does not refuse; a scope that is missing is the widest, an unreadable one permits nothing. */
export const readSignal: ReadKind = (cells) => {
  const [signal, state] = [cells.value('signal'), cells.value('state')];
  const permitting = Object.entries(permittingStates).map(
    ([which, permits]) => sql`(${signal} = ${which} and ${state} = ${permits})`,
  );
  const refuses = sql`not coalesce(${anyOf(permitting)}, false)`;
  const platform = sql`coalesce(${cells.value('platform')}, ${ANY})`;
  const scopeIsBad = anyOf([cells.bad('controller'), cells.bad('platform')]);
  return {
    columns: {
      controller: sql`coalesce(${cells.value('controller')}, ${ANY})`,
      platform: sql`case when ${call('matches', platform, literal(PRINTABLE_ASCII_PATTERN))} then lower(${platform}) else ${platform} end`,
      state: sql`coalesce(${state}, ${'unknown'})`,
      refuses,
      ...timingColumns(refuses, refusalTimingSql(cells), liftTimingSql(cells, scopeIsBad)),
    },
    lost: [],
  };
};
