/** 06. A policy held against cases that people wrote down.   Run: npx tsx examples/06-policy-cases/main.ts */
import { readFile } from 'node:fs/promises';
import { decisionCasesSchema, reachedBy, runDecisionCases, runDecisionCasesOnDuckDb } from 'clearlist/testing';
import { parse } from 'yaml';

const text = await readFile(new URL('cases.yaml', import.meta.url), 'utf8');
const suite = decisionCasesSchema.parse(parse(text, { merge: true }));

// The reference and the SQL are asked the same. `clearlist policy test cases.yaml` does this in a build.
const results = await runDecisionCases(suite);
const inSql = await runDecisionCasesOnDuckDb(suite);
for (const [i, { id, status }] of results.entries()) console.log(id, status, inSql[i]?.status);
//=> newsletter-with-consent passed passed
//   objection-at-the-bank passed passed
//   consent-of-another passed passed

// Which codes do the cases reach? What none reaches is the preset's word alone.
const { codes } = reachedBy(results);
for (const [code, { first }] of Object.entries(codes)) if (first > 0) console.log(code);
//=> OBJECTION_DIRECT_MARKETING
//   CONSENT_SCOPE_MISMATCH
//   ALLOW_CONSENT
