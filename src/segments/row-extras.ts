/**
 * Columns that rows can be given beyond their own, each by a join that adds no rows.
 *
 * `local_day` the day of `counted_at` in the run's zone · `in_returned_order` something of the same order was taken
 * back · `rate` what one unit of the row's currency is worth in the project's own · `profile.<field>` the field of the
 * person's profile, in the column that {@link ownColumn} names.
 */
export type RowExtra = 'local_day' | 'in_returned_order' | 'rate' | `profile.${string}`;

export const ownExtra = (profileField: string): RowExtra => `profile.${profileField}`;

/** The column that holds a field of the person's profile. */
export const ownColumn = (profileField: string): string => `own_${profileField}`;
