import { type Sql, sql } from '../../sql/fragment.js';
import type { FieldRule } from './field-rule.js';
import { notPlaceholderSql, sayingSomething } from './saying-something.js';
import { transliterated } from './transliterate.js';

/**
 * Names and places as Meta compares them: lower case without white space and punctuation.
 *
 * Meta takes letters of every script in names, and says that Roman ones match best without saying how to write them so;
 * the transliteration is a second spelling. In cities and states it says a–z only, while its newer libraries disagree.
 * Source: Customer File Custom Audiences, #hash; facebook/capi-param-builder (read 2026-11-22).
 */
export const metaName: Pick<FieldRule, 'spell' | 'spellSql'> = {
  spell: (canonical) => {
    const name = lettersOf(canonical);
    return sayingSomething([name, transliterated(name)]);
  },
  spellSql: (canonical) => joinedSql(canonical),
};

export const metaCity: Pick<FieldRule, 'spell'> = {
  spell: (canonical) => {
    const city = lettersOf(canonical);
    return sayingSomething([romanOf(city), city, transliterated(city)]);
  },
};

/** In the United States the two letters of the state; elsewhere its name. */
export const metaState: Pick<FieldRule, 'spell'> = {
  spell: (canonical, country) => {
    const state = lettersOf(canonical);
    const code = country === 'US' || country === undefined ? usStates.get(state) : undefined;
    return sayingSomething(code === undefined ? [romanOf(state), state, transliterated(state)] : [code]);
  },
};

/** Punctuation and symbols of every script go; digits stay, for there are none in names. */
const lettersOf = (text: string): string => text.replace(/[\s\p{P}\p{S}]/gu, '');

const romanOf = (text: string): string => text.replace(/[^a-z]/g, '');

/** Of a name whose only signs are single spaces and hyphens between letters. */
const joinedSql = (canonical: Sql): Sql =>
  notPlaceholderSql(sql`replace(replace(${canonical}, ${' '}, ${''}), ${'-'}, ${''})`, canonical);

/** Source: ISO 3166-2:US. */
const usStates: ReadonlyMap<string, string> = new Map(
  `al alabama|ak alaska|az arizona|ar arkansas|ca california|co colorado|ct connecticut|de delaware|dc districtofcolumbia|fl florida|ga georgia|hi hawaii|id idaho|il illinois|in indiana|ia iowa|ks kansas|ky kentucky|la louisiana|me maine|md maryland|ma massachusetts|mi michigan|mn minnesota|ms mississippi|mo missouri|mt montana|ne nebraska|nv nevada|nh newhampshire|nj newjersey|nm newmexico|ny newyork|nc northcarolina|nd northdakota|oh ohio|ok oklahoma|or oregon|pa pennsylvania|ri rhodeisland|sc southcarolina|sd southdakota|tn tennessee|tx texas|ut utah|vt vermont|va virginia|wa washington|wv westvirginia|wi wisconsin|wy wyoming`
    .split('|')
    .map((line): [string, string] => {
      const [code = '', state = ''] = line.split(' ');
      return [state, code];
    }),
);
