import type { CampaignQueries } from '../../campaign/campaign-queries.js';
import type { CompiledRun } from '../../campaign/compile-run.js';
import { type Dialect, print } from '../../sql/dialects/dialect.js';
import { duckdb } from '../../sql/dialects/duckdb.js';
import { name, type Sql } from '../../sql/fragment.js';
import type { Step } from '../../sql/plan.js';

/** Bytes in SQL are what keys are worked into: they are never shown. */
const shown: Dialect = {
  ...duckdb,
  literal: (value) =>
    typeof value === 'object' && value !== null && 'bytes' in value ? "unhex('<key>')" : duckdb.literal(value),
};

const text = (query: Sql): string => print(query, shown);

/** A plan's steps and the questions about each campaign, as somebody reads them. Rows that TypeScript gives are counted only. */
export const planStatements = (steps: readonly Step[], { campaigns }: CompiledRun): readonly string[] => [
  ...steps.map(statement),
  ...campaigns.flatMap(({ proof, ...own }) => [
    ...questions(own, 'list'),
    ...(proof === undefined ? [] : questions(proof, 'proof')),
  ]),
];

const questions = ({ campaign, tally, rows }: CampaignQueries, of: string): readonly string[] => [
  `-- ${campaign.id}: counts of the ${of}\n${text(tally)};`,
  `-- ${campaign.id}: rows of the ${of}\n${text(rows())};`,
];

function statement(step: Step): string {
  const table = text(name(step.table));
  if (step.do === 'create') return `create ${step.as === 'view' ? 'view' : 'table'} ${table} as\n${text(step.query)};`;
  const columns = step.columns.map((column) => column.name).join(', ');
  if (step.do === 'fill') return `-- ${table} (${columns}): ${step.rows.length} rows from TypeScript`;
  if (step.do === 'load') return `-- ${table} (${columns}): rows that TypeScript reads`;
  return `-- ${table} (${columns}): worked out in TypeScript from each row of\n--   ${text(step.input).replaceAll('\n', '\n--   ')}`;
}
