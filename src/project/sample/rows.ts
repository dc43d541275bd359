import { dayBefore } from './as-of.js';
import { appEventsOf, purchasesOf, strangersPurchases } from './behaviour.js';
import { type CastMember, sampleCast } from './cast.js';
import type { By, Said, SaidTable } from './details.js';
import { regular } from './habits.js';
import { samplePerson } from './person.js';
import { pick, roll, timeOfDay } from './roll.js';
import type { Column, Row, SampleRows } from './tables.js';

/** Receipts on which nobody said who they are. */
const STRANGERS = 40;

/** How far the day of a row is moved, so that not everybody spoke on the same one. */
const FREE_DAYS = 10;

/** Every row of every file. */
export function sampleRows(): SampleRows {
  const cast = sampleCast();
  const strangers = strangersPurchases(STRANGERS, (i) => samplePerson(1_000 + i, regular, 0));
  const purchases = [...cast.flatMap(({ person }) => purchasesOf(person)), ...strangers];
  return {
    customers: cast.map(({ person }) => person.customer),
    purchases: numbered(sortedBy(purchases, 'bought_at'), 'line_no', 'L'),
    'app-events': numbered(
      sortedBy(
        cast.flatMap(({ person }) => appEventsOf(person)),
        'at',
      ),
      'event_no',
      'E',
    ),
    consents: said(cast, 'consents', 'given_at', 'consent_no', 'S'),
    objections: said(cast, 'objections', 'received_at', 'case_no', 'O'),
    'opt-outs': said(cast, 'opt-outs', 'at', 'opt_out_no', 'U'),
    restrictions: said(cast, 'restrictions', 'at', 'case_no', 'R'),
    merges: numbered(cast.flatMap(mergeOf), 'merge_no', 'G'),
  };
}

type Cells = Readonly<Record<string, string>>;

const sortedBy = <R extends Cells>(rows: readonly R[], column: keyof R): readonly R[] =>
  [...rows].sort((a, b) =>
    (a[column] ?? '') < (b[column] ?? '') ? -1 : (a[column] ?? '') > (b[column] ?? '') ? 1 : 0,
  );

const numbered = (rows: readonly Cells[], column: string, prefix: string): readonly Cells[] =>
  rows.map((row, i) => ({ [column]: `${prefix}${i + 1}`, ...row }));

function said(
  cast: readonly CastMember[],
  table: SaidTable,
  time: string,
  id: string,
  prefix: string,
): readonly Cells[] {
  const rows = cast.flatMap((member) =>
    member.said.flatMap((one, i) =>
      one.table === table ? [saidRow(member, one, time, member.person.number * 10 + i)] : [],
    ),
  );
  return numbered(rows, id, prefix);
}

function saidRow(member: CastMember, { by, days, cells, table }: Said, time: string, seed: number): Cells {
  // INVARIANT: any two rows about one person are further apart than this.
  const day = days === undefined || days < FREE_DAYS ? days : days + roll(FREE_DAYS, seed, 'day');
  const at =
    day === undefined ? '' : `${dayBefore(day)}T${timeOfDay(seed, table)}:00${pick(['+01:00', 'Z'], seed, 'clock')}`;
  const evidence =
    cells.evidence === undefined || cells.evidence === '' ? {} : { evidence: `${cells.evidence} ${seed}` };
  const times = { [time]: at, ...(table === 'consents' ? { recorded_at: at } : {}) };
  return { ...subject(member, by), ...times, ...cells, ...evidence };
}

type SubjectColumns = Partial<Record<Extract<Column<SaidTable>, 'customer_no' | 'email' | 'mobile'>, string>>;

function subject({ person, plain, partner, bankProfile }: CastMember, by: By): SubjectColumns {
  const { email = '', mobile = '' } = plain;
  switch (by) {
    case 'self':
      return { customer_no: person.id };
    case 'partner':
      return { customer_no: known(partner).id };
    case 'bank profile':
      return { customer_no: known(bankProfile).id };
    case 'address':
      return { email };
    case 'tagged address':
      return { email: email.replace('@', '+offers@') };
    case 'capital address':
      return { email: email.toUpperCase() };
    case 'old address':
      return { email: person.customer.old_email ?? '' };
    case 'mobile':
      return { mobile: `+46${mobile.replace(/\D/g, '').slice(-9)}` };
  }
}

/** INVARIANT: whoever speaks in a story is among its details. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('somebody speaks who is not in the story');
  return value;
}

const mergeOf = ({ person, bankProfile }: CastMember): readonly Row<'merges'>[] =>
  bankProfile === undefined
    ? []
    : [{ merged_no: bankProfile.id, into_no: person.id, merged_at: `${dayBefore(120)}T03:00:00Z` }];
