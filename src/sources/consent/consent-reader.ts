import type { TCModel } from '@iabtechlabtcf/core';
import type {
  ConsentState,
  ConsentTable,
  GppField,
  ReadConsent,
  TcfSwitches,
  UnreadableConsent,
} from './consent-table.js';
import { gppDecoder, gppState } from './gpp.js';
import { tcfDecoder, tcfFacts, tcfState } from './tcf.js';

/**
 * A reader of consent strings by a project’s own table.
 *
 * A switch that is off is a refusal, not silence: whoever changed their mind must not be held to an older yes. Legitimate
 * interests of the string are not read: they are no consent.
 *
 * @throws {ClearlistError} `engine-missing` where the decoder’s package is not installed.
 */
export async function consentReader(table: ConsentTable): Promise<ReadConsent> {
  return table.format === 'tcf' ? tcfReader(table.purposes) : gppReader(table.purposes);
}

const unreadable = (value: object): value is UnreadableConsent => 'unreadable' in value;

async function tcfReader(purposes: Readonly<Record<string, TcfSwitches>>): Promise<ReadConsent> {
  const decode = await tcfDecoder();
  return (text) => {
    const model = decode(text);
    if (unreadable(model)) return model;
    const states = Object.entries(purposes).map(
      ([purpose, switches]): ConsentState => ({ purpose, state: tcfState(model, switches) }),
    );
    return { ...tcfFacts(model), states };
  };
}

async function gppReader(purposes: Readonly<Record<string, TcfSwitches | GppField>>): Promise<ReadConsent> {
  const [decode, decodeTcf] = await Promise.all([gppDecoder(), tcfDecoder()]);
  const entries = Object.entries(purposes);
  const readsTcf = entries.some(([, entry]) => !('section' in entry));
  return (text) => {
    const sections = decode(text);
    if (unreadable(sections)) return sections;
    const model: TCModel | UnreadableConsent | undefined =
      sections.tcf === undefined ? undefined : decodeTcf(sections.tcf);
    if (readsTcf && model === undefined) return { unreadable: 'no section for the EU' };
    if (model !== undefined && unreadable(model)) return model;
    const states: ConsentState[] = [];
    for (const [purpose, entry] of entries) {
      const state = 'section' in entry ? gppState(sections, entry) : model && tcfState(model, entry);
      if (state === undefined) return { unreadable: `${purpose} has no meaning in the table` };
      states.push({ purpose, state });
    }
    return { ...(model === undefined ? {} : tcfFacts(model)), states };
  };
}
