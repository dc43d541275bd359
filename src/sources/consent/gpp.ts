import type { GppField, UnreadableConsent } from './consent-table.js';
import { missingDecoder } from './tcf.js';

/** A GPP string taken apart: its TC string, and the fields of its other sections. */
export interface GppSections {
  /** The section `tcfeuv2`, which is a TC string. */
  readonly tcf: string | undefined;
  field(section: string, field: string): unknown;
}

const TCF_EU = 'tcfeuv2';

export async function gppDecoder(): Promise<(text: string) => GppSections | UnreadableConsent> {
  const { GppModel } = await import('@iabgpp/cmpapi').catch(() => {
    throw missingDecoder('@iabgpp/cmpapi');
  });
  return (text) => {
    if (!/^D[A-Za-z0-9_.~-]+$/.test(text)) return { unreadable: 'no GPP string' };
    try {
      const model = new GppModel(text);
      const ids = model.getSectionIds();
      // The header lists the sections in the order in which they follow, separated by tildes.
      const parts = text.split('~').slice(1);
      if (parts.length !== ids.length) return { unreadable: 'damaged' };
      return {
        tcf: model.hasSection(TCF_EU) ? parts[ids.indexOf(TCF_EU_ID)] : undefined,
        field: (section, field) =>
          model.hasSection(section) ? (model.getSection(section) as Record<string, unknown>)[field] : undefined,
      };
    } catch {
      // The library's message repeats the string, which is personal data.
      return { unreadable: 'damaged' };
    }
  };
}

/** Section id of {@link TCF_EU}. */
const TCF_EU_ID = 2;

/** What a field says, or `undefined` where the table has no meaning for it. */
export function gppState(
  sections: GppSections,
  { section, field, given, refused }: GppField,
): 'given' | 'refused' | undefined {
  const said = sections.field(section, field);
  const isSaid = (value: unknown): boolean => value === said;
  // A value that both lists name refuses.
  if (refused.some(isSaid)) return 'refused';
  return given.some(isSaid) ? 'given' : undefined;
}
