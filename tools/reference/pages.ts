import { fileURLToPath } from 'node:url';
import { commandsPage } from './commands.js';

const page = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url));

/** What is generated, by the file it stands in. */
export const referencePages = (): readonly (readonly [file: string, text: string])[] => [
  [page('commands.md'), commandsPage()],
];
