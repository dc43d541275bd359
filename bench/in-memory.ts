import { run as ledger } from './in-memory/ledger.js';
import { run as predicates } from './in-memory/predicates.js';

/** What is measured without files and engines, one JSON line for each figure. Run: `npm run bench:memory [-- persons]` */
const [persons] = process.argv.slice(2);
const figures = [...(await predicates()), ...(await ledger(persons === undefined ? {} : { persons: Number(persons) }))];
for (const figure of figures) console.log(JSON.stringify(figure));
