import type { Relations } from '../../campaign/relations.js';
import { relationColumns } from '../../model/columns.js';
import type { KeptRecords } from '../../model/kept-records.js';
import { sql } from '../../sql/fragment.js';
import type { DuckDbData } from './duckdb-engine.js';
import { recordCell } from './record-relations.js';

/** Data with what Clearlist keeps itself as a further source of each kind. */
export function withKept(data: DuckDbData, open: () => Promise<readonly KeptRecords[]>): DuckDbData {
  let kept: readonly KeptRecords[] = [];
  return {
    prepare: async (session, plan, run, reading) => {
      kept = await open();
      const relations: Relations = await data.prepare(session, plan, run, reading);
      const together = kept.map(({ kind, report, read }) => {
        const columns = relationColumns(kind, run.attributes);
        const own = plan.load(`kept ${kind}`, columns, report.digest ?? '', async function* () {
          for await (const records of read(run.words)) {
            yield records.map((record) => columns.map((column) => recordCell(record, column)));
          }
        });
        const others = relations[kind];
        if (others === undefined) return [kind, own] as const;
        return [kind, plan.view(kind, sql`select * from ${others} union all select * from ${own}`)] as const;
      });
      return { ...relations, ...Object.fromEntries(together) };
    },
    asked: () => data.asked(),
    finish: async (session) => [...(await data.finish(session)), ...kept.map(({ report }) => report)],
    place: (source, row) => data.place(source, row),
    close: () => data.close(),
  };
}
