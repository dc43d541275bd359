import type { AudienceDeletion, Removal } from '../../campaign/transfers/removals.js';
import { sealFor } from '../../export/hand-over/seal.js';
import { formIssues } from '../../export/listing-files/form-issues.js';
import type { ListingFormName } from '../../export/listing-files/listing-file.js';
import { type ListingFile, listingFiles } from '../../export/listing-files/listing-files.js';
import { listingForms } from '../../export/listing-files/listing-forms.js';
import { listingServices, type ServiceId } from '../../export/listing-services/registry.js';
import type { RemovalsToPublish } from '../../export/publish-removals.js';
import { sha256 } from '../../identity/digest.js';
import { compareUtf8 } from '../../model/text.js';
import type { Project } from '../../project/load-project.js';
import type { ListingCampaign } from './listing-campaign.js';
import { listingPlace, removalOperations } from './to-publish.js';

/** What has to be taken back of one audience. */
export interface AudienceRemovals {
  readonly destination: string;
  readonly audience: string;
  /** Absent for an audience that no campaign fills any more. */
  readonly campaign?: ListingCampaign;
  readonly removals: readonly Removal[];
  readonly deletions: readonly AudienceDeletion[];
}

/**
 * The files that take entries out of one audience, for each service by whose rules they were written: what was written
 * under one is found again under that one only.
 */
export async function removalsToPublish(
  project: Pick<Project, 'destinations' | 'recipients'>,
  one: AudienceRemovals,
  id: string,
): Promise<RemovalsToPublish> {
  const { destination, audience, campaign, removals, deletions } = one;
  const name = campaign?.id ?? `audience-${sha256(JSON.stringify([destination, audience])).slice(0, 12)}`;
  const to = project.destinations[destination];
  const addressed = {
    id: name,
    ...(to === undefined ? {} : { destination: to }),
    ...(campaign?.encryptFor === undefined ? {} : { encryptFor: campaign.encryptFor }),
  };
  const services = new Map<ServiceId | undefined, Removal[]>();
  for (const removal of removals) {
    const some = services.get(serviceOf(removal)) ?? [];
    some.push(removal);
    services.set(serviceOf(removal), some);
  }
  return {
    about: {
      destination,
      audience,
      ...(campaign === undefined ? {} : { campaign: campaign.id }),
      entries: deletions.reduce((sum, deletion) => sum + deletion.entries, removals.length),
      deleteAudience: deletions.length > 0,
      causes: [...causesOf(one)],
    },
    files: [...services].map(([service, some]) => (suffix: string) => {
      const place = listingPlace(audience, to);
      const own = services.size === 1 ? name : `${name}.${service ?? 'other'}`;
      const form = service === undefined ? undefined : formFor(service, campaign, place);
      if (service === undefined || form === undefined) return entriesFile(`${own}.remove.csv${suffix}`, some);
      const operations = removalOperations({ removals: some }, service, form);
      return listingFiles({ service, form, name: own, runId: id, place, forSending: true, suffix, operations });
    }),
    seal: await sealFor(addressed, project.recipients),
  };
}

function serviceOf({ profile }: Removal): ServiceId | undefined {
  const id = profile?.split('@')[0] ?? '';
  return Object.hasOwn(listingServices, id) ? (id as ServiceId) : undefined;
}

/** The campaign's own form, else the first that needs nothing which is not known. */
function formFor(
  service: ServiceId,
  campaign: ListingCampaign | undefined,
  place: Parameters<typeof formIssues>[0]['place'],
): ListingFormName | undefined {
  const own = campaign?.listing.service === service ? campaign.listing.form : undefined;
  const names = [...(own === undefined ? [] : [own]), ...(Object.keys(listingForms[service]) as ListingFormName[])];
  return names.find((form) => formIssues({ service, form, fields: [], place }, '').length === 0);
}

/** For a recipient whose files nobody knows: the entries as they were written, one a line. */
async function* entriesFile(name: string, removals: readonly Removal[]): AsyncGenerator<ListingFile> {
  yield {
    name,
    operation: 'remove',
    content: (async function* () {
      yield Buffer.from('entry\r\n');
      for (const { digest } of removals) yield Buffer.from(`"${digest.replaceAll('"', '""')}"\r\n`);
    })(),
    rows: () => removals.length,
  };
}

/** How many entries go for which cause; one may go for several. */
export function causesOf({ removals }: AudienceRemovals): readonly { cause: string; entries: number }[] {
  const counts = new Map<string, number>();
  for (const { causes } of removals) for (const cause of causes) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => compareUtf8(a, b)).map(([cause, entries]) => ({ cause, entries }));
}
