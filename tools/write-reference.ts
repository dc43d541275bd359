/** Writes the pages, and parts of pages, that say what the program says itself.   Run: npm run docs */
import { writeFileSync } from 'node:fs';
import { referencePages } from './reference/pages.js';

for (const [file, text] of referencePages()) writeFileSync(file, text);
