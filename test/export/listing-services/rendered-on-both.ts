import { renderedRow } from '../../../src/campaign/render-reference.js';
import { readRendered, renderedQuery } from '../../../src/campaign/render-sql.js';
import type { RenderedRow, Rendering } from '../../../src/campaign/rendering.js';
import { executePlan } from '../../../src/engines/duckdb/execute-plan.js';
import { Session } from '../../../src/engines/duckdb/session.js';
import { attributeColumn, identifierColumns, snakeCase } from '../../../src/model/columns.js';
import type { Profile } from '../../../src/model/profile.js';
import { name, sql } from '../../../src/sql/fragment.js';
import { PlanBuilder, type Row } from '../../../src/sql/plan.js';
import type { GeneratedPerson } from './generated-people.js';

const FIELDS = ['id', 'country', 'firstName', 'lastName', 'postalCode', 'city', 'birthDate', 'gender'] as const;
const ATTRIBUTES = ['device', 'customer', 'county'] as const;

const text = (column: string) => ({ name: column, type: 'text' }) as const;
const COLUMNS = [
  ...FIELDS.map((field) => text(snakeCase(field))),
  ...ATTRIBUTES.map((one) => text(attributeColumn(one))),
];

async function* batch(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

export interface RenderedOnBoth {
  readonly reference: readonly RenderedRow[];
  readonly duckdb: readonly RenderedRow[];
  /** Distinct values that SQL was not certain of, by column. */
  readonly lookedUp: Readonly<Record<string, number>>;
}

/** A list of everybody, rendered by the reference and by DuckDB, without deciding about anybody. */
export async function renderedOnBoth(
  people: readonly GeneratedPerson[],
  rendering: Rendering,
  fallbackCountry: string | undefined,
): Promise<RenderedOnBoth> {
  const session = await Session.open({ threads: 2 });
  try {
    const plan = new PlanBuilder();
    const profile = plan.load('profile', COLUMNS, 'people', () => batch(people.map(profileRow)));
    const identifiers = plan.load('profile_identifier', identifierColumns, 'people', () =>
      batch(people.flatMap(identifierRows)),
    );
    const listed = sql`select id as person_id, ${'consent'} as basis from ${profile}`;
    const query = renderedQuery(plan, rendering, { listed, profile, identifiers, fallbackCountry });
    const looked = plan.steps.filter((step) => step.do === 'look_up').map(({ table }) => table);
    await executePlan(session, plan.steps, { later: [query, ...looked.map((table) => name(table))] });
    const duckdb: RenderedRow[] = [];
    for await (const [line] of session.stream(query)) duckdb.push(readRendered(rendering, String(line)));
    const reference = people.map((person) =>
      renderedRow(
        rendering,
        { personId: person.id, mask: 0n, basis: 'consent' },
        person as unknown as Profile,
        fallbackCountry,
      ),
    );
    const lookedUp: Record<string, number> = {};
    for (const table of looked) {
      const [counted] = await session.rows(sql`select count(*) as texts from ${name(table)}`);
      lookedUp[table.replace('_rendered', '')] = Number(counted?.texts);
    }
    return { reference, duckdb, lookedUp };
  } finally {
    session.close();
  }
}

const profileRow = (person: GeneratedPerson): Row => [
  ...FIELDS.map((field) => person[field] ?? null),
  ...ATTRIBUTES.map((attribute) => person.attributes[attribute] ?? null),
];

const identifierRows = ({ id, country, email, phone }: GeneratedPerson): readonly Row[] =>
  Object.entries({ email, phone }).flatMap(([kind, raws]) =>
    raws.map((raw, i): Row => [id, kind, raw, country ?? null, i + 1, false]),
  );
