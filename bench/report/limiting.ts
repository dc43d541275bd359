import type { Goal } from './goals.js';

/** What stands in the way of a goal that is not reached. */
export const limiting: Readonly<Record<Goal['about'], string>> = {
  twice:
    'The expert reads only the columns and the persons that the lists need. Clearlist checks every cell of every source, counts what is out of place, hashes every file, keeps every reason of every member, captures and decides again two thousand persons with the reference, and compares with what recipients hold. Where a stage reads files, the table of stages says how far above its floor it is.',
  small:
    'Some 250 statements are planned by the engine whatever the size, half a second of them; start-up, the self-audit’s decisions about two thousand persons, page and manifest are the same at every size, and most of them are JavaScript, which has one thread.',
  memory:
    'Rows are read from the files by whoever asks for some of them, large tables are kept in files of the session, and all of them go when they have been read for the last time; what is left are addresses and permissions of those who share an address with a member, as text, what the engine needs to group millions of rows on two threads, and the records of the self-audit, which goes on while the entries of listings are made.',
  twenty:
    'Events are read once for all campaigns and purchases once for each category, and persons are grouped each time, which is half of the work; then the addresses of nearly everybody are normalised and compared, and the self-audit decides about every campaign again.',
  growth: 'Groups and joins over millions of persons no longer fit the processor’s cache.',
  large: 'Where a statement’s own hash tables are larger than what it may have, the engine spills or stops.',
  normalising:
    'The rules of a service are more than a regular expression: every number is held to its country’s numbering plan, names and postal codes to their form; every cell that has no text keeps the reason; and what SQL is not certain of goes through the reference in JavaScript, by one thread.',
  'in memory':
    'Missing values, lists and exact decimals are asked about at every field, which functions written for one file leave out.',
  start: 'Modules are loaded and compiled anew in every process.',
  again:
    'Whom refusals, permissions, deliveries and contacts concern and what they decide is worked out anew on principle, with their files hashed again: who shares an address with whom, every rule, every decision. Self-audit, lists, what recipients hold, manifest and page are the same work in every run. Whatever makes a cold run faster makes this ratio worse.',
};
