/** The files of the sample and their columns; `config.ts` binds every one of them. */
export const tables = {
  customers: [
    'customer_no',
    'first_name',
    'last_name',
    'born',
    'country',
    'language',
    'city',
    'postal_code',
    'email',
    'email2',
    'old_email',
    'mobile',
    'customer_of',
    'level',
    'deceased',
    'protected',
    'control_group',
  ],
  purchases: [
    'line_no',
    'customer_no',
    'seller',
    'receipt',
    'bought_at',
    'kind',
    'category',
    'quantity',
    'amount',
    'currency',
    'contact_given',
    'opt_out_offered',
  ],
  'app-events': ['event_no', 'customer_no', 'event', 'at'],
  consents: [
    'consent_no',
    'customer_no',
    'email',
    'mobile',
    'given_to',
    'purpose',
    'channel',
    'topic',
    'answer',
    'given_at',
    'recorded_at',
    'valid_until',
    'origin',
    'evidence',
    'notice_version',
  ],
  objections: [
    'case_no',
    'customer_no',
    'email',
    'mobile',
    'made_to',
    'purpose',
    'channel',
    'state',
    'received_at',
    'origin',
    'evidence',
  ],
  'opt-outs': ['opt_out_no', 'customer_no', 'email', 'mobile', 'opted_out_of', 'channel', 'topic', 'at', 'origin'],
  restrictions: ['case_no', 'customer_no', 'email', 'asked_of', 'state', 'at'],
  merges: ['merge_no', 'merged_no', 'into_no', 'merged_at'],
} as const satisfies Record<string, readonly string[]>;

export type TableName = keyof typeof tables;
export type Column<T extends TableName> = (typeof tables)[T][number];

/** A row as written: a column that is missing is an empty cell. */
export type Row<T extends TableName> = { readonly [C in Column<T>]?: string };

export type SampleRows = { readonly [T in TableName]: readonly Row<T>[] };

export const pathOf = (table: TableName): string => `data/${table}.csv`;
