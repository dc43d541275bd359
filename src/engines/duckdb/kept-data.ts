import sumBy from 'lodash-es/sumBy.js';
import { countedRows, named, type Relations, saysAnything } from '../../campaign/relations.js';
import { type RelationName, relationColumns } from '../../model/columns.js';
import type { KeptRecords } from '../../model/kept-records.js';
import { join, type Sql, sql } from '../../sql/fragment.js';
import type { DuckDbData } from './duckdb-engine.js';
import { recordCell } from './record-relations.js';

/** Data with what Clearlist keeps itself as a further source of each kind. */
export function withKept(data: DuckDbData, open: () => Promise<readonly KeptRecords[]>): DuckDbData {
  let kept: readonly KeptRecords[] = [];
  return {
    prepare: async (session, plan, run, reading) => {
      kept = await open();
      const relations: Relations = await data.prepare(session, plan, run, reading);
      const own = new Map<RelationName, Sql>(
        kept.map(({ kind, report, read }) => {
          const columns = relationColumns(kind, run.attributes);
          const rows = async function* () {
            for await (const records of read(run.words)) {
              yield records.map((record) => columns.map((column) => recordCell(record, column)));
            }
          };
          return [kind, plan.load(`kept ${kind}`, columns, report.digest ?? '', rows)] as const;
        }),
      );
      const together = [...own].map(([kind, rows]) => {
        const others = relations[kind];
        if (others === undefined) return [kind, rows] as const;
        return [kind, plan.view(kind, sql`select * from ${others} union all select * from ${rows}`)] as const;
      });
      return {
        ...relations,
        ...Object.fromEntries(together),
        // Which fields a store's records have is known of each record only.
        says: (kind, field) => own.has(kind) || (relations.says ?? saysAnything)(kind, field),
        counted: (kind) => {
          const parts = [countedRows(relations, kind), own.get(kind)].flatMap((rows) => rows ?? []);
          if (parts.length === 0) return undefined;
          return sql`(${join(
            parts.map((rows) => sql`select * from ${rows} as c`),
            ' union all ',
          )})`;
        },
        among: (relation, profiles, isByKind) => {
          const others = relations.among?.(relation, profiles, isByKind);
          const rows = own.get(relation);
          if (others === undefined || rows === undefined) return others;
          return sql`(select * from ${others} as o union all select * from ${named(relation, rows, profiles)} as k)`;
        },
      };
    },
    bytes: () => data.bytes() + sumBy(kept, ({ report: { files } }) => sumBy(files, ({ bytes }) => bytes)),
    asked: () => data.asked(),
    finish: async (session) => [...(await data.finish(session)), ...kept.map(({ report }) => report)],
    unchanged: () => data.unchanged(),
    place: (source, row) => data.place(source, row),
    close: () => data.close(),
  };
}
