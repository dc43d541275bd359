import type { KeptRecords } from '../model/kept-records.js';
import { type EvaluatedKind, evaluatedKinds } from '../model/record-kinds.js';
import type { Store } from './open-store.js';
import { readRecordLine } from './record-lines.js';
import { type KeptKind, keptKinds } from './stored-kinds.js';

/** What runs read of a store: a further source of every kind of which it holds a record. */
export function keptRecords(store: Store): readonly KeptRecords[] {
  const kinds = evaluatedKinds.filter((kind): kind is EvaluatedKind & KeptKind =>
    (keptKinds as readonly string[]).includes(kind),
  );
  return kinds.flatMap((kind): KeptRecords[] => {
    const { records, digest } = store.contents(kind);
    return records === 0
      ? []
      : [
          {
            kind,
            report: { source: `store/${kind}`, kind, files: [], rows: records, leftOut: 0, unreadable: 0, digest },
            read: async function* (words) {
              let row = 0;
              for await (const lines of store.lines(kind)) {
                yield await soundly(store, kind, () => lines.map((line) => readRecordLine(kind, line, ++row, words)));
              }
            },
          },
        ];
  });
}

/** Lines are given before their part is known to be sound: what cannot be made of them may be damage, which then is said. */
async function soundly<T>(store: Store, kind: KeptKind, work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    for await (const lines of store.lines(kind)) void lines;
    throw error;
  }
}
