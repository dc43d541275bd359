import { defineRecordKind, field, type RecordOf } from './record-kind.js';

/**
 * Two identities found to be one person.
 *
 * A merge without a time has always been; a login without device or time says nothing and is lost.
 */
export const identityLinkKind = defineRecordKind({
  kind: 'identity_link',
  role: 'link',
  about: 'A profile merged into another, or a login on a device.',
  source: 'notices on analytics, OP Financial Group: linking only on login with own ID',
  fields: {
    id: field('id', 'the source’s own id'),
    link: field('word', 'how they were linked', { words: ['merge', 'login'] }),
    profileId: field('id', 'the profile merged away, or the one that logged in'),
    intoProfileId: field('id', 'the profile that remains after a merge'),
    deviceId: field('id', 'the device logged in on'),
    occurredAt: field('instant', 'when'),
  },
  needs: [['link'], ['profileId'], ['intoProfileId', 'deviceId']],
});

export type IdentityLink = RecordOf<typeof identityLinkKind> & {
  readonly link: 'merge' | 'login';
  readonly profileId: string;
};
