/**
 * The names that somebody may have meant, nearest first, at most three.
 *
 * Only near ones: where a file lacks its header, the "names" of its columns are cells, and cells are never shown.
 */
export function closestNames(meant: string, names: readonly string[]): readonly string[] {
  const limit = Math.max(1, Math.floor(meant.length / 3));
  return names
    .map((name) => ({ name, distance: editDistance(meant.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** `; did you mean "email" or "phone"?`, or nothing. */
export function didYouMean(meant: string, names: readonly string[]): string {
  const close = closestNames(meant, names).map((name) => JSON.stringify(name));
  return close.length === 0 ? '' : `; did you mean ${close.join(' or ')}?`;
}

/** Letters put in, taken out, changed or swapped with the next one. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const ways = [at(i - 1, j) + 1, (row[j - 1] as number) + 1, at(i - 1, j - 1) + (same ? 0 : 1)];
      row.push(Math.min(...ways, swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY));
    }
  }
  return at(a.length, b.length);
}
