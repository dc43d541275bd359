/** Text that stands for itself in a paragraph or in a cell of a table. */
export const plain = (text: string): string =>
  text
    .replaceAll('<', '\\<')
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ');

export const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** What a generated part stands between, in a page that is otherwise written by hand. */
const marks = (part: string): readonly [string, string] => [
  `<!-- ${part}: written by \`npm run docs\` -->`,
  `<!-- ${part}: end -->`,
];

/** A page with one generated part put in its place; a page without the place is a mistake. */
export function withPart(page: string, part: string, text: string): string {
  const [start, end] = marks(part);
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no place for ${part}`);
  return `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`;
}
