import type { Node } from 'yaml';
import type { ProposedSource } from './propose-source.js';

/** A project file to be read, corrected and kept: what was seen, and what was not. */
export async function proposalText(sources: ReadonlyMap<string, ProposedSource>): Promise<string> {
  const { Document } = await import('yaml');
  const all = [...sources.values()];
  const hasEmail = all.some(({ kind, fields }) => kind === 'profile' && fields.includes('email'));
  const channel = hasEmail ? 'email' : 'sms';
  const document = new Document({
    clearlist: 1,
    zone: 'Europe/Stockholm',
    policy: 'okq8',
    sources: Object.fromEntries([...sources].map(([name, { source }]) => [name, source])),
    segments: { everybody: { kind: 'all', of: [] } },
    campaigns: {
      'first-list': {
        controller: 'okq8',
        kind: 'newsletter',
        channel,
        audience: 'everybody',
        columns: ['profileId', 'address'],
      },
    },
  });
  document.commentBefore = ` A proposal, made from names and forms in your files; nothing of it is applied until you keep it.
 Correct what is wrong, then: clearlist check, clearlist plan. A source that is not here holds refusals nobody sees.`;
  for (const [name, { notes }] of sources) {
    const node = document.getIn(['sources', name], true) as Node | undefined;
    if (node !== undefined && node !== null) node.commentBefore = notes.map((note) => ` ${note}`).join('\n');
  }
  return document.toString({ lineWidth: 110 });
}
