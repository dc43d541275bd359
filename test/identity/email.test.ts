import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session } from '../../src/engines/duckdb/session.js';
import { baseEmail, canonicalEmail } from '../../src/identity/email.js';
import { baseEmailSql, certainEmailSql } from '../../src/identity/email-sql.js';
import { name, sql } from '../../src/sql/fragment.js';
import { cases } from '../setup/drawn-cases.js';

/** `a…a`, n letters. */
const letters = (n: number): string => 'a'.repeat(n);
const LONGEST_DOMAIN = `${`${letters(63)}.`.repeat(2)}${letters(57)}.se`;

/** As written, and the canonical form; both faces must say the same. */
const plain: readonly [string, string, string | undefined][] = [
  ['plain', 'anna@example.se', 'anna@example.se'],
  ['letter case', 'Anna.Berg@Example.SE', 'anna.berg@example.se'],
  ['blanks around', '\u00a0 anna@example.se\t', 'anna@example.se'],
  ['a tag is kept', 'anna+fuel@example.se', 'anna+fuel@example.se'],
  ['dots are kept', 'a.n.n.a@gmail.com', 'a.n.n.a@gmail.com'],
  ['every sign of an atom', "a!#$%&'*+/=?^_`{|}~-z@example.se", "a!#$%&'*+/=?^_`{|}~-z@example.se"],
  ['a domain in ASCII form', 'anna@xn--exmple-cua.se', 'anna@xn--exmple-cua.se'],
  ['a deep domain', 'anna@a.b.c.example.se', 'anna@a.b.c.example.se'],
  ['a local part of 64', `${letters(64)}@example.se`, `${letters(64)}@example.se`],
  ['a local part of 65', `${letters(65)}@example.se`, undefined],
  ['254 characters', `${letters(64)}@${LONGEST_DOMAIN}`.slice(-254), `${letters(64)}@${LONGEST_DOMAIN}`.slice(-254)],
  ['255 characters', `${letters(66)}@${LONGEST_DOMAIN}`.slice(-255), undefined],
  ['no at sign', 'anna.example.se', undefined],
  ['two at signs', 'anna@@example.se', undefined],
  ['an address in an address', 'anna@b@example.se', undefined],
  ['nothing before it', '@example.se', undefined],
  ['nothing after it', 'anna@', undefined],
  ['a domain of one label', 'anna@localhost', undefined],
  ['a dot at the start', '.anna@example.se', undefined],
  ['a dot before the at sign', 'anna.@example.se', undefined],
  ['two dots', 'an..na@example.se', undefined],
  ['a dot after the domain', 'anna@example.se.', undefined],
  ['two dots in the domain', 'anna@example..se', undefined],
  ['a hyphen at the start of a label', 'anna@-example.se', undefined],
  ['a hyphen at the end of a label', 'anna@example-.se', undefined],
  ['a blank inside', 'an na@example.se', undefined],
  ['a quoted local part', '"an na"@example.se', undefined],
  ['a comment', 'anna(work)@example.se', undefined],
  ['a display name', 'Anna <anna@example.se>', 'anna@example.se'],
  ['a spreadsheet formula', '=cmd@example.se', undefined],
  ['a plus at the start', '+tag@example.se', undefined],
  ['a minus at the start', '-dash@example.se', undefined],
  ['a placeholder', 'n/a', undefined],
  ['a semicolon list', 'a@x.se;b@x.se', undefined],
];

const international: readonly [string, string, string | undefined][] = [
  ['a domain with marks', 'anna@exämple.se', 'anna@xn--exmple-cua.se'],
  ['a domain with capital marks', 'anna@EXÄMPLE.se', 'anna@xn--exmple-cua.se'],
  ['a decomposed domain', 'anna@exa\u0308mple.se', 'anna@xn--exmple-cua.se'],
  ['a local part with marks', 'ÅSA@example.se', 'åsa@example.se'],
  ['a decomposed local part', 'a\u030asa@example.se', 'åsa@example.se'],
  ['a full-width dot', 'anna@example\uff0ese', 'anna@example.se'],
  ['an invisible character', 'an\u200bna@example\u00ad.se', 'anna@example.se'],
  ['a byte order mark inside', 'anna\ufeff@example.se', 'anna@example.se'],
  ['a domain of figures is no network address', 'å@1.2.3', 'å@1.2.3'],
  ['a tag is kept', 'åsa+fuel@example.se', 'åsa+fuel@example.se'],
  ['no at sign', 'åsa.se', undefined],
  ['nothing before it', '@exämple.se', undefined],
  ['nothing after it', 'åsa@', undefined],
  ['a local part of 64 of them', `${'å'.repeat(64)}@example.se`, `${'å'.repeat(64)}@example.se`],
  ['a local part of 65 of them', `${'å'.repeat(65)}@example.se`, undefined],
  ['a local part that was too long in ASCII', `${letters(65)}@exämple.se`, undefined],
  [
    'longer than an address once its domain is in ASCII',
    `${letters(64)}@${`${'ä'.repeat(30)}.`.repeat(5)}exempel.se`,
    undefined,
  ],
  ['two dots', 'å..sa@example.se', undefined],
  ['a dot at the start', '.åsa@example.se', undefined],
  ['a dot before the at sign', 'åsa.@example.se', undefined],
  ['a plus at the start', '+åsa@example.se', undefined],
  ['a blank inside', 'å sa@example.se', undefined],
  ['a path after the domain', 'åsa@example.se/å', undefined],
  ['an emoji', 'åsa\u{1f600}@example.se', undefined],
];

describe('the canonical form', () => {
  test.each(plain)('%s', (_, raw, expected) => {
    expect(canonicalEmail(raw)).toBe(expected);
  });

  test.each(international)('beyond ASCII: %s', (_, raw, expected) => {
    expect(canonicalEmail(raw)).toBe(expected);
  });

  test('of a canonical form is itself', () => {
    const unit = fc.constantFrom(
      'a',
      'Z',
      '+',
      '.',
      '@',
      '-',
      ' ',
      'å',
      'Ö',
      'ß',
      'İ',
      'ς',
      '\u0301',
      '\u200b',
      '\u{1f600}',
      '1',
      '_',
    );
    const domain = fc.constantFrom('example.se', 'EXÄMPLE.se', 'straße.de', 'xn--exmple-cua.se', '1.2.3', 'ⅷ.se', 'a');
    const email = fc
      .tuple(fc.string({ unit, minLength: 1, maxLength: 6 }), domain)
      .map(([local, at]) => `${local}@${at}`);
    let addresses = 0;
    fc.assert(
      fc.property(fc.oneof(email, fc.emailAddress()), (raw) => {
        const canonical = canonicalEmail(raw);
        if (canonical === undefined) return true;
        addresses += 1;
        return canonicalEmail(canonical) === canonical && canonicalEmail(` ${canonical}\u00a0`) === canonical;
      }),
      { numRuns: cases(1000) },
    );
    expect(addresses).toBeGreaterThan(cases(1000) / 10);
  });
});

const based: readonly [string, string, string][] = [
  ['no tag', 'anna@example.se', 'anna@example.se'],
  ['a tag', 'anna+fuel@example.se', 'anna@example.se'],
  ['two tags', 'anna+a+b@example.se', 'anna@example.se'],
  ['an empty tag', 'anna+@example.se', 'anna@example.se'],
  ['a tag beyond ASCII', 'åsa+å@example.se', 'åsa@example.se'],
];

test.each(based)('the base form: %s', (_, canonical, expected) => {
  expect(baseEmail(canonical)).toBe(expected);
});

describe('SQL', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.open({ threads: 1 });
  });
  afterAll(() => session.close());

  const say = async (value: string, of: typeof certainEmailSql): Promise<unknown> =>
    (await session.rows(sql`select ${of(name('raw'))} as said from (select ${value} as raw) as v`))[0]?.said;

  test.each(plain)(
    'says the same of plain addresses, or leaves them to the reference: %s',
    async (_, raw, expected) => {
      expect([expected ?? null, null]).toContain(await say(raw, certainEmailSql));
    },
  );

  test('leaves nothing sound and plain to the reference', async () => {
    expect(await say('Anna.Berg@Example.SE', certainEmailSql)).toBe('anna.berg@example.se');
  });

  test.each(international)('leaves other addresses to the reference: %s', async (_, raw) => {
    expect(await say(raw, certainEmailSql)).toBeNull();
  });

  test.each(based)('finds the same base form: %s', async (_, canonical, expected) => {
    expect(await say(canonical, baseEmailSql)).toBe(expected);
  });
});
