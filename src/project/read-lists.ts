import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ClearlistError } from '../errors.js';
import { cleanText } from '../model/text.js';
import { type IdList, idList } from '../segments/id-list.js';
import { csvRows } from '../sources/csv-reader.js';
import { headerIssues } from '../sources/header.js';
import type { ProjectFile } from './project-file.js';

type ListPlace = ProjectFile['lists'][string];

/**
 * The lists of profile ids that a project names, read with the project file.
 *
 * @throws {ClearlistError} `source-missing`, `source-encoding`, `source-header`, `rows-unreadable` with file and line:
 * an id that is lost could be one that was to be left out.
 */
export async function readLists(places: ProjectFile['lists'], folder: string): Promise<Record<string, IdList>> {
  const lists: Record<string, IdList> = {};
  for (const [name, place] of Object.entries(places)) {
    lists[name] = 'ids' in place ? idList(place.ids) : await fileList(name, place, folder);
  }
  return lists;
}

async function fileList(name: string, place: Exclude<ListPlace, { ids: string[] }>, folder: string): Promise<IdList> {
  const { path: file, column, delimiter } = place;
  const path = resolve(folder, file);
  const bytes = await readFile(path).catch(() => {
    throw new ClearlistError('source-missing', `no file at ${file}`, {
      at: `lists.${name}.path`,
      hint: 'Put the list there, or correct the path; it is relative to the project file.',
    });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const ids: string[] = [];
  let at: number | undefined;
  // Without a header the file is one column; a quote there is an ordinary character only where a cell does not begin with it.
  for await (const { line, cells, damage } of csvRows({
    path,
    file,
    dialect: { delimiter, quote: '"' },
    compression: 'none',
  })) {
    if (cells === undefined || damage !== undefined)
      throw unreadable(file, line, 'the line cannot be split into cells');
    if (column === undefined) {
      if (cells.length > 1) throw unreadable(file, line, 'there are several cells and no column is named');
      at = 0;
    } else if (at === undefined) {
      const header = cells.map((cell) => cleanText(cell) ?? '');
      const issues = headerIssues(file, header, { columns: [column], derived: [] });
      if (issues.length > 0) throw headerError(issues);
      at = header.indexOf(column);
      continue;
    }
    const id = cleanText(cells[at] ?? '');
    if (id === undefined) throw unreadable(file, line, 'the line has no id');
    ids.push(id);
  }
  if (column !== undefined && at === undefined) throw unreadable(file, 1, 'the file is empty, without even a header');
  return { file, sha256, ids: idList(ids).ids };
}

const headerError = (issues: ReturnType<typeof headerIssues>): ClearlistError => {
  const [first] = issues;
  return new ClearlistError('source-header', first?.message ?? '', {
    ...(first?.at === undefined ? {} : { at: first.at }),
    hint: 'Name the column as the first line of the file has it.',
    issues,
  });
};

const unreadable = (file: string, line: number, message: string): ClearlistError =>
  new ClearlistError('rows-unreadable', message, {
    at: `${file}:${line}`,
    hint: 'Correct the list; it has one profile id on a line, or a column of them that is named.',
  });
