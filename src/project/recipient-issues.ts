import type { Issue } from '../errors.js';
import { didYouMean } from '../model/closest-names.js';
import type { ProjectFile } from './project-file.js';

/** Names in `encryptFor` that no recipient has, and files that keys of two formats would have to open. */
export function recipientIssues({ recipients, destinations, campaigns }: ProjectFile): readonly Issue[] {
  const formats = (ids: readonly string[]): Set<string> =>
    new Set(ids.flatMap((id) => Object.keys((Object.hasOwn(recipients, id) && recipients[id]) || {})));
  const unknown = (at: string, ids: readonly string[] = []): readonly Issue[] =>
    ids
      .filter((id) => !Object.hasOwn(recipients, id))
      .map((id) => ({ at, message: `no recipient "${id}"${didYouMean(id, Object.keys(recipients))}` }));
  return [
    ...Object.entries(destinations).flatMap(([id, { encryptFor }]) =>
      unknown(`destinations.${id}.encryptFor`, encryptFor),
    ),
    ...Object.entries(campaigns).flatMap(([id, { encryptFor = [], destination }]) => {
      const at = `campaigns.${id}.encryptFor`;
      const there =
        destination !== undefined && Object.hasOwn(destinations, destination) ? destinations[destination] : undefined;
      const isMixed = formats([...encryptFor, ...(there?.encryptFor ?? [])]).size > 1;
      return [
        ...unknown(at, encryptFor),
        ...(isMixed ? [{ at, message: 'one file cannot be encrypted by age and by OpenPGP at once' }] : []),
      ];
    }),
  ];
}
