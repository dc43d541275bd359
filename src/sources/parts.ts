import { recordKinds } from '../model/record-kinds.js';
import { type FlagBinding, type RecordBinding, type SourceBinding, type SourcePlace, splitSource } from './binding.js';

/** What every row of a source says about one kind of record: the unit in which sources are read. */
export interface PartBinding extends SourcePlace, Omit<RecordBinding, 'flags'> {
  /** The cell without which a row says nothing, and what its words mean. */
  readonly flag?: Pick<FlagBinding, 'column' | 'words'>;
}

export interface Part {
  /** `crm`, `crm.consents` or `crm.consents.NEWSLETTER`; names the source of a record. */
  readonly name: string;
  /** Its path below the source in the project file; empty for the source itself. */
  readonly at: string;
  readonly binding: PartBinding;
}

/** The word for an answer that is none. */
export const NO_ANSWER = 'none';

/** The word for an answer in a kind that has no states. */
export const ANSWERED = 'yes';

/**
 * What a source is read as: one part for each kind of record, and for each flag of it.
 *
 * INVARIANT: `validateSource` finds nothing wrong with it.
 */
export function partsOf(name: string, source: SourceBinding): readonly Part[] {
  const { place, own: whole } = splitSource(source);
  const { kind, records, ...own } = whole;
  if (records === undefined) return kind === undefined ? [] : flagParts({ name, at: '' }, { kind, ...own }, place);
  return Object.entries(records).flatMap(([part, record]) =>
    flagParts({ name: `${name}.${part}`, at: `records.${part}` }, record, place),
  );
}

function flagParts(
  { name, at }: Omit<Part, 'binding'>,
  { flags, ...record }: RecordBinding,
  place: SourcePlace,
): readonly Part[] {
  if (flags === undefined) return [{ name, at, binding: { ...place, ...record } }];
  return flags.map((flag, i) => {
    const before = flags.slice(0, i).filter(({ column }) => column === flag.column).length;
    return {
      name: `${name}.${flag.column}${before === 0 ? '' : `#${before + 1}`}`,
      at: [at, `flags.${i}`].filter((part) => part !== '').join('.'),
      binding: { ...place, ...record, ...overridden(record, flag), flag: { column: flag.column, words: flag.words } },
    };
  });
}

/** A flag's own columns and constants take the place of both of the others. */
function overridden(record: RecordBinding, flag: FlagBinding): Pick<RecordBinding, 'columns' | 'constants'> {
  const own = new Set([...Object.keys(flag.columns ?? {}), ...Object.keys(flag.constants ?? {})]);
  const rest = <T>(fields: Readonly<Record<string, T>> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(fields).filter(([field]) => !own.has(field)));
  return {
    columns: { ...rest(record.columns), ...flag.columns },
    constants: { ...rest(record.constants), ...flag.constants },
  };
}

/** Whether records of a kind have a state, which is then what a flag means. */
export const hasState = (kind: RecordBinding['kind']): boolean => 'state' in recordKinds[kind].fields;
