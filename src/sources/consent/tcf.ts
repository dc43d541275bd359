import type { TCModel } from '@iabtechlabtcf/core';
import { ClearlistError } from '../../errors.js';
import type { DecodedConsent, TcfSwitches, UnreadableConsent } from './consent-table.js';

/** `RestrictionType.NOT_ALLOWED` of the framework: the publisher forbids the vendor this purpose. */
const NOT_ALLOWED = 0;

/** The framework’s own library, loaded where a project has consent strings and nowhere else. */
export async function tcfDecoder(): Promise<(text: string) => TCModel | UnreadableConsent> {
  const { TCString } = await import('@iabtechlabtcf/core').catch(() => {
    throw missingDecoder('@iabtechlabtcf/core');
  });
  return (text) => {
    if (!/^C[A-Za-z0-9_.-]+$/.test(text)) return { unreadable: notVersionTwo(text) };
    try {
      return TCString.decode(text);
    } catch {
      // The library's message can repeat the string, which is personal data.
      return { unreadable: 'damaged' };
    }
  };
}

export const missingDecoder = (name: string): ClearlistError =>
  new ClearlistError('engine-missing', `consent strings need the package ${name}`, {
    at: name,
    hint: `Install it beside Clearlist: npm install ${name}`,
  });

/** Strings of version 1 begin with B; the framework took them out of use on 15 August 2020. */
const notVersionTwo = (text: string): string =>
  text.startsWith('B') ? 'version 1 of the framework, out of use since 2020-08-15' : 'no TC string';

/** What a TC string says about the switches of one consent purpose. */
export function tcfState(
  model: TCModel,
  { purposes, specialFeatures = [], vendors = [], publisher }: TcfSwitches,
): 'given' | 'refused' {
  const consents = publisher === true ? model.publisherConsents : model.purposeConsents;
  const on =
    purposes.every((purpose) => consents.has(purpose)) &&
    specialFeatures.every((feature) => model.specialFeatureOptins.has(feature)) &&
    vendors.every(
      (vendor) =>
        model.vendorConsents.has(vendor) &&
        purposes.every((purpose) => model.publisherRestrictions.getRestrictionType(vendor, purpose) !== NOT_ALLOWED),
    );
  return on ? 'given' : 'refused';
}

/** What the string says about itself. */
export function tcfFacts(model: TCModel): Omit<DecodedConsent, 'states'> {
  const { lastUpdated, consentLanguage, policyVersion, vendorListVersion } = model;
  return {
    occurredAt: lastUpdated.toISOString(),
    language: consentLanguage.toLowerCase(),
    noticeVersion: `tcf policy ${policyVersion}, vendor list ${vendorListVersion}`,
  };
}
