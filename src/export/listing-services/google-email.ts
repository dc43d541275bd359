import { baseEmail } from '../../identity/email.js';
import { baseEmailSql } from '../../identity/email-sql.js';
import { NATIONAL_ID_SHAPE, nationalIdCountry } from '../../identity/national-id.js';
import { call, inList, literal, type Sql, sql } from '../../sql/fragment.js';
import { domainSpellingSql, domainSpellings } from './email-domain.js';
import type { FieldRule } from './field-rule.js';

/** At these domains dots and tags make no other box, so that Google compares without them. */
const GMAIL = ['gmail.com', 'googlemail.com'];

/**
 * E-mail as Google compares it. Which of its two domains a box is registered under nobody can tell, so that the other
 * one is a second spelling. What an address of a person turns into must not be an identity number either.
 * Source: developers.google.com/data-manager/api/devguides/concepts/formatting (read 2026-11-22).
 */
export const googleEmail: Pick<FieldRule, 'prepare' | 'spell' | 'spellSql' | 'oneSpellingSql'> = {
  prepare: withSingleDots,
  spell: (canonical) => {
    const { local, domain } = parts(canonical);
    if (!GMAIL.includes(domain)) return domainSpellings(canonical);
    const bare = parts(baseEmail(canonical)).local.replaceAll('.', '');
    if (bare === '') return { refused: 'NOTHING_LEFT' };
    if (local !== bare && nationalIdCountry(bare) !== undefined) return { refused: 'NATIONAL_ID' };
    return [`${bare}@${domain}`, ...GMAIL.filter((other) => other !== domain).map((other) => `${bare}@${other}`)];
  },
  spellSql: (canonical) => {
    const base = baseEmailSql(canonical);
    const local = sql`replace(substr(${base}, 1, strpos(${base}, '@') - 1), '.', '')`;
    const isSafe = sql`not ${call('matches', local, literal(NATIONAL_ID_SHAPE))}`;
    return sql`case when not ${isGmailSql(canonical)} then ${domainSpellingSql(canonical)} when ${isSafe} then ${local} || substr(${base}, strpos(${base}, '@')) end`;
  },
  oneSpellingSql: (canonical) => sql`(not ${isGmailSql(canonical)})`,
};

const isGmailSql = (canonical: Sql): Sql => inList(sql`substr(${canonical}, strpos(${canonical}, '@') + 1)`, GMAIL);

function parts(email: string): { readonly local: string; readonly domain: string } {
  const at = email.lastIndexOf('@');
  return { local: email.slice(0, at), domain: email.slice(at + 1) };
}

/** Dots in a row and at the end, which no other mail system takes, mean as little as others at Gmail. */
function withSingleDots(raw: string): string {
  const [, local, domain] = /^\s*([^@\s]+)@(gmail\.com|googlemail\.com)\s*$/i.exec(raw) ?? [];
  return local === undefined || !local.includes('.')
    ? raw
    : `${local.replace(/\.+/g, '.').replace(/^\.|\.(?=\+|$)/g, '')}@${domain}`;
}
