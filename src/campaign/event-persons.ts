import { deviceOwners } from '../identity/devices.js';
import { countedMerges, type Directory, directory } from '../identity/directory.js';
import type { Event } from '../model/event.js';
import type { Instant } from '../model/instant.js';
import type { Records } from '../model/records.js';
import type { RunDefinition } from './engine.js';
import { latestRecords, type RowPersons } from './latest-rows.js';

/** For whom an event counts: whom it names, or else whose the device was; `undefined` for nobody. */
export type EventPerson = (event: Event) => string | undefined;

export function eventPersons(
  { linkDevices = false, asOf }: { readonly linkDevices?: boolean; readonly asOf: Instant },
  records: Records,
  within: Directory,
): EventPerson {
  const owner = deviceOwners(linkDevices ? (records.identity_link ?? []) : [], asOf, within.personOf);
  return ({ profileId, deviceId, occurredAt }) => {
    if (profileId !== undefined) return within.personOf(profileId);
    return deviceId === undefined ? undefined : owner(deviceId, occurredAt);
  };
}

/** How many events count for nobody because nobody says whose the device was. */
export function anonymousEvents(run: RunDefinition, records: Records): number {
  const merges = countedMerges(records.identity_link ?? [], run.asOf, !run.replay);
  const personOf = eventPersons(run, records, directory(records.profile ?? [], merges, undefined));
  const persons = { purchase: () => undefined, event: personOf };
  return (latestRecords(run, records, persons).event ?? []).filter((event) => personOf(event) === undefined).length;
}

/** Whose purchases and events are. */
export const rowPersons = (
  run: Parameters<typeof eventPersons>[0],
  records: Records,
  within: Directory,
): RowPersons => ({
  purchase: ({ profileId }) => within.personOf(profileId),
  event: eventPersons(run, records, within),
});
