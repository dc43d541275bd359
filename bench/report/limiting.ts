import type { Goal } from './goals.js';

/** What stands in the way of a goal that is not reached. */
export const limiting: Readonly<Record<Goal['about'], string>> = {
  twice:
    'The expert reads only the columns and the persons that the lists need. Clearlist checks every cell of every source, counts what is out of place, hashes every file, keeps every reason of every member, captures and decides again two thousand persons with the reference, and compares with what recipients hold. Where a stage reads files, the table of stages says how far above its floor it is.',
  small:
    'Some 150 statements of several thousand characters are planned by the engine whatever the size, the self-audit’s two thousand decisions are the same at every size, and so are start-up, page and manifest.',
  memory:
    'Rows are read from the files by whoever asks for some of them, and tables go when they have been read for the last time; what is left are the identifiers of those who share an address with a member, as uncompressed text, and what the engine needs to group millions of rows on two threads.',
  twenty:
    'Rows are read once for all campaigns, but persons are grouped once for each answer and joined to everybody; the self-audit decides about every campaign again.',
  growth: 'Groups and joins over millions of persons no longer fit the processor’s cache.',
  large: 'Where a statement’s own hash tables are larger than what it may have, the engine spills or stops.',
  normalising:
    'The rules of a service are more than a regular expression: every number is held to its country’s numbering plan, names and postal codes to their form; every cell that has no text keeps the reason; and what SQL is not certain of goes through the reference in JavaScript, by one thread.',
  'in memory':
    'Missing values, lists and exact decimals are asked about at every field, which functions written for one file leave out.',
  start: 'Modules are loaded and compiled anew in every process.',
  again:
    'What rests on refusals, permissions or profiles is worked out anew on principle, with their files hashed again; the self-audit reads the rows of its persons from the files of behaviour; lists, manifest and page are the same work in every run.',
};
