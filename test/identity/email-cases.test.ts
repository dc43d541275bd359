import { expect, test } from 'vitest';
import { canonicalEmail } from '../../src/identity/email.js';
import { emailCases } from './shared-texts.js';

test(`what no RFC takes as an address is none (${emailCases.from})`, () => {
  const taken = emailCases.cases.filter(
    ({ address, category }) => category === 'ISEMAIL_ERR' && canonicalEmail(address) !== undefined,
  );
  expect(taken).toEqual([]);
});

test(`plain addresses with a domain of two labels or more are taken, in lower case (${emailCases.from})`, () => {
  const plain = emailCases.cases.filter(
    ({ address, category }) => category === 'ISEMAIL_VALID_CATEGORY' && /@.*[.]/.test(address),
  );
  expect(plain.length).toBeGreaterThan(4);
  for (const { address } of plain) expect(canonicalEmail(address)).toBe(address.toLowerCase());
});
