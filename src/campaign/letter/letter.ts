import { parseInstant } from '../../model/instant.js';
import { reasons } from '../../model/reasons.js';
import { localDate } from '../../segments/zone.js';
import type { Evidence } from '../../suppression/facts.js';
import type { Explanation } from '../explain.js';
import { grounds, groups, outcomes, paths, reference, rowWord, verdicts } from './letter-words.js';
import { type LetterLanguage, reasonSentences } from './reason-sentences.js';

/**
 * An explanation as customer service can send it: every reason in a sentence, with the day and the reference of each
 * record, and nothing that only we understand.
 *
 * Shape: paragraphs of plain text. Days are of the zone, `2026-02-01`. No name, no address, and nothing about anybody
 * else.
 */
export function explanationLetter(explanation: Explanation, language: LetterLanguage, zone: string): string {
  const { outcome, audience, allocation, basis, evidence, reasons: found } = explanation;
  if (outcome === 'suppress') {
    const paragraphs = found.map(({ reason, evidence: records }) =>
      [
        `${reasonSentences[reason][language]} ${groups[reasons[reason].group][language]}`,
        ...lines(records, language, zone),
      ].join('\n'),
    );
    return [verdicts.suppressed[language], ...paragraphs].join('\n\n');
  }
  if (!audience.member) return verdicts.noMember[language];
  const left = allocation?.outcome;
  if (left !== undefined && left !== 'listed') return outcomes[left][language];
  const ground = basis === undefined ? [] : [[grounds[basis][language], ...lines(evidence, language, zone)].join('\n')];
  return [verdicts.sent[language], ...ground].join('\n\n');
}

/** One line for every record; what rests on no record has none. */
const lines = (records: readonly Evidence[], language: LetterLanguage, zone: string): readonly string[] => [
  ...new Set(records.flatMap((one) => line(one, language, zone) ?? [])),
];

function line({ record, since, via }: Evidence, language: LetterLanguage, zone: string): string | undefined {
  if (record === undefined) return undefined;
  const at = since === undefined ? undefined : parseInstant(since);
  const day = at === undefined ? [] : [localDate(zone, at)];
  const name = `${reference[language]}: ${record.source} ${record.id ?? `${rowWord[language]} ${record.row}`}`;
  return `- ${[...day, ...via.map((path) => paths[path][language]), name].join(', ')}`;
}
