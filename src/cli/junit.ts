import type { CaseResult } from '../testing/index.js';
import type { TestedFile } from './cases-text.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 has no control characters besides tab and line ends, not even escaped. */
const written = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

function testCase({ id, title, status, expected, found }: CaseResult): string {
  const opening = `<testcase classname="decision" name="${written(`${id} ${title}`)}"`;
  if (status === 'passed') return `    ${opening}/>`;
  const said = written(`expected ${JSON.stringify(expected)}\nfound ${JSON.stringify(found)}`);
  return `    ${opening}><failure message="${status === 'failed' ? 'decided otherwise' : 'cannot be asked'}">${said}</failure></testcase>`;
}

/** The results in the XML that build servers read (JUnit’s `testsuites`); a case that cannot be asked is a failure. */
export function junit(files: readonly TestedFile[]): string {
  const suites = files.map(({ file, cases }) => {
    const failures = cases.filter(({ status }) => status !== 'passed').length;
    return [
      `  <testsuite name="${written(file)}" tests="${cases.length}" failures="${failures}">`,
      ...cases.map(testCase),
      '  </testsuite>',
    ].join('\n');
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join('\n');
}
