import { readCell, UNREADABLE } from '../model/read-cell.js';
import type { Field } from '../model/record-kind.js';
import { recordKinds } from '../model/record-kinds.js';
import { cleanText } from '../model/text.js';
import type { BindingScope, FlagBinding, RecordBinding, SourcePlace } from './binding.js';
import { ownValue } from './bound-fields.js';
import { ANSWERED, hasState, NO_ANSWER } from './parts.js';
import { fieldIssues, type LocatedIssue, needIssues } from './validate-fields.js';

/** Every mistake in the flags of wide rows, each of which is a record of its own. */
export function flagIssues(record: RecordBinding, place: SourcePlace, scope: BindingScope): readonly LocatedIssue[] {
  const { role } = recordKinds[record.kind];
  const state = stateOf(record);
  if ((role !== 'permission' && role !== 'refusal') || (hasState(record.kind) && state?.type !== 'word'))
    return [
      {
        at: 'flags',
        message: `a ${record.kind} is no answer that a cell gives; flags are for permissions and refusals`,
      },
    ];
  return (record.flags ?? []).flatMap((flag, i) =>
    [...ownIssues(record, flag, scope), ...boundIssues(record, flag, place, scope)].map(({ at, message }) => ({
      at: `flags.${i}.${at}`,
      message,
    })),
  );
}

const stateOf = ({ kind }: RecordBinding): Field | undefined =>
  ownValue<Field>(recordKinds[kind].fields as Readonly<Record<string, Field>>, 'state');

function ownIssues(record: RecordBinding, flag: FlagBinding, scope: BindingScope): readonly LocatedIssue[] {
  const entries = Object.entries(flag.words);
  const meant = entries.filter(([, meaning]) => meaning !== NO_ANSWER);
  if (meant.length === 0)
    return [{ at: 'words', message: 'no word means an answer, so that nobody would ever have given one' }];
  return entries.flatMap(([written, meaning]) => {
    const at = `words.${written}`;
    if (cleanText(written) !== written) return [{ at, message: 'equals no cell: cells are trimmed and in form C' }];
    return isMeaning(record, meaning, scope)
      ? []
      : [{ at, message: `${JSON.stringify(meaning)} is none of ${meanings(record).join(', ')}` }];
  });
}

const meanings = (record: RecordBinding): readonly string[] => {
  const words = stateOf(record)?.words;
  return [...(Array.isArray(words) ? (words as readonly string[]) : [ANSWERED]), NO_ANSWER];
};

function isMeaning(record: RecordBinding, meaning: string, { words }: BindingScope): boolean {
  const state = stateOf(record);
  if (meaning === NO_ANSWER) return true;
  if (state === undefined) return meaning === ANSWERED;
  const value = readCell(state, meaning, words);
  return value !== undefined && value !== UNREADABLE;
}

function boundIssues(
  record: RecordBinding,
  flag: FlagBinding,
  place: SourcePlace,
  scope: BindingScope,
): readonly LocatedIssue[] {
  const { columns = {}, constants = {} } = flag;
  const own = fieldIssues({ kind: record.kind, columns, constants }, place, scope);
  const states = [record.columns, record.constants, columns, constants].filter(
    (fields) => ownValue<unknown>(fields, 'state') !== undefined,
  );
  const twice =
    hasState(record.kind) && states.length > 0
      ? [{ at: 'column', message: 'is the state, which is bound as well' }]
      : [];
  const whole = {
    ...record,
    columns: { ...record.columns, ...columns },
    constants: { ...record.constants, ...constants },
  };
  return [...own, ...twice, ...needIssues(whole)];
}
