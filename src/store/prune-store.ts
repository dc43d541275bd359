import { DAY, type Instant, parseInstant } from '../model/instant.js';
import { openStore, type WriteOptions } from './open-store.js';
import { type Rewritten, rewriteStore } from './rewrite-store.js';
import type { StoredKind } from './stored-kinds.js';

/** After how many days of 24 hours entries of a kind may go. */
export type RetentionDays = Readonly<Partial<Record<'contact' | 'membership' | 'run', number>>>;

/** When an entry is from. */
function timeOf(kind: StoredKind, line: string): Instant | undefined {
  const entry = JSON.parse(line) as { readonly asOf?: string; readonly fields?: { readonly occurredAt?: string } };
  return parseInstant((kind === 'contact' ? entry.fields?.occurredAt : entry.asOf) ?? '');
}

/** The last thing that is known of a person and a segment stays, however old: whether they are in it. */
function lastKnown(lines: readonly string[]): ReadonlySet<string> {
  const last = new Map<string, { readonly line: string; readonly at: Instant }>();
  for (const line of lines) {
    const { segment, profileId } = JSON.parse(line) as Readonly<Record<string, string>>;
    const key = JSON.stringify([segment, profileId]);
    const at = timeOf('membership', line) ?? Number.NEGATIVE_INFINITY;
    if (at >= (last.get(key)?.at ?? Number.NEGATIVE_INFINITY)) last.set(key, { line, at });
  }
  return new Set([...last.values()].map(({ line }) => line));
}

/**
 * Takes out what is older than its limit, as of an instant. Refusals, permissions, delivery reports and transfers have no
 * limit. An entry without a readable time stays.
 *
 * @throws {ClearlistError} as `rewriteStore`.
 */
export async function pruneStore(
  folder: string,
  { days, asOf }: { readonly days: RetentionDays; readonly asOf: Instant },
  options: WriteOptions = {},
): Promise<Rewritten> {
  const memberships: string[] = [];
  for await (const lines of (await openStore(folder)).lines('membership')) memberships.push(...lines);
  const stays = lastKnown(memberships);
  const rewrite = (kind: StoredKind, line: string): string | undefined => {
    const limit = days[kind as keyof RetentionDays];
    const at = limit === undefined ? undefined : timeOf(kind, line);
    const isOld = limit !== undefined && at !== undefined && at < asOf - limit * DAY;
    return isOld && !stays.has(line) ? undefined : line;
  };
  return rewriteStore(folder, rewrite, { ...options, action: 'prune', detail: { days } });
}
