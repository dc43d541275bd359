import type { CaseResult, ReachedCodes } from '../testing/index.js';

export interface TestedFile {
  readonly file: string;
  readonly cases: readonly CaseResult[];
}

const inWords = (value: object): string =>
  Object.entries(value)
    .map(([name, said]) => `${name} ${typeof said === 'string' ? said : JSON.stringify(said)}`)
    .join(', ');

function caseLines({ id, title, status, expected, found }: CaseResult): readonly string[] {
  if (status === 'passed') return [];
  return [
    `  ${status === 'failed' ? 'FAILED' : 'CANNOT BE ASKED'}  ${id}  ${title}`,
    `    expected  ${inWords(expected)}`,
    `    found     ${inWords(found)}`,
  ];
}

/** Every case that does not hold with what was expected and found; then the counts of each file. */
export const resultsText = (files: readonly TestedFile[]): string =>
  files
    .flatMap(({ file, cases }) => {
      const count = (status: CaseResult['status']): number => cases.filter((one) => one.status === status).length;
      const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('unsupported')} cannot be asked`;
      return [`${file}: ${counts}`, ...cases.flatMap(caseLines)];
    })
    .join('\n');

export function coverageText({ codes, unreached }: ReachedCodes): string {
  const width = Math.max(...Object.keys(codes).map((code) => code.length), 0);
  const lines = Object.entries(codes).map(
    ([code, { first, any }]) =>
      `${code.padEnd(width)}  first in ${String(first).padStart(4)}  found in ${String(any).padStart(4)}`,
  );
  return [
    ...lines,
    unreached.length === 0 ? 'every code is reached' : `reached by no case: ${unreached.join(', ')}`,
  ].join('\n');
}
