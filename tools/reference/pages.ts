import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsPage } from './commands.js';
import { withPart } from './markdown.js';
import { projectKeyTable } from './project-keys.js';

const page = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

/** What is generated, by the file it stands in: whole pages, or a part of one that is otherwise written by hand. */
export function referencePages(): readonly (readonly [file: string, text: string])[] {
  const projectFile = page('project-file.md');
  return [
    [page('commands.md'), commandsPage()],
    [projectFile, withPart(readFileSync(projectFile, 'utf8'), 'keys', projectKeyTable())],
  ];
}
