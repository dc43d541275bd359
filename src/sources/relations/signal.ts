import { permittingStates } from '../../model/signal.js';
import { ANY } from '../../model/vocabulary.js';
import { anyOf, sql } from '../../sql/fragment.js';
import type { ReadKind } from './kind-sql.js';
import { permissionTimingSql, refusalTimingSql, timingColumns } from './timing.js';

/** A signal: only the one state that says so does not refuse; a scope that is missing is the widest. */
export const readSignal: ReadKind = (cells) => {
  const [signal, state] = [cells.value('signal'), cells.value('state')];
  const permitting = Object.entries(permittingStates).map(
    ([which, permits]) => sql`(${signal} = ${which} and ${state} = ${permits})`,
  );
  const refuses = sql`not coalesce(${anyOf(permitting)}, false)`;
  return {
    columns: {
      controller: sql`coalesce(${cells.value('controller')}, ${ANY})`,
      platform: sql`coalesce(${cells.value('platform')}, ${ANY})`,
      state: sql`coalesce(${state}, ${'unknown'})`,
      refuses,
      ...timingColumns(refuses, refusalTimingSql(cells), permissionTimingSql(cells)),
    },
    lost: [],
  };
};
