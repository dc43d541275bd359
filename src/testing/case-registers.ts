import type * as z from 'zod';
import { countries } from '../index.js';
import { isUnsupported, type Unsupported, unknownField, unsupported } from './case-format.js';
import type { caseRegister } from './case-register-format.js';
import type { Row } from './case-subject.js';

/**
 * Cases write an address as one text and compare it as such; the name of whom it is for and a postal code are the same
 * for all of them.
 */
export const postalParts = (value: string): Row => ({
  firstName: 'Anybody',
  lastName: 'There',
  address: value.replace(/\s+/g, ' ').trim(),
});

/** A postal code that each country has. */
const CODES: Readonly<Record<string, string>> = { DK: '1050', FI: '00100', NO: '0150', SE: '11122' };
export const postalCodeIn = (country: string | null | undefined): string => CODES[country ?? ''] ?? '11122';

/** The registers of a case as records: that the list is there, and its entries. */
export function caseRegisters(registers: readonly z.infer<typeof caseRegister>[]): readonly Row[] | Unsupported {
  const rows: Row[] = [];
  for (const register of registers) {
    const foreign = unknownField(register, ['name', 'snapshot_at', 'entries']);
    if (foreign !== undefined) return unsupported(`"${foreign}" of a register has no translation`);
    const list: Row = { register: register.name, snapshotAt: register.snapshot_at ?? null, complete: true };
    rows.push(list);
    for (const { kind, value } of register.entries) {
      const named = entry(kind, value);
      if (isUnsupported(named)) return named;
      rows.push(...(named as readonly Row[]).map((who) => ({ ...list, ...who })));
    }
  }
  return rows;
}

function entry(kind: string, value: string): readonly Row[] | Unsupported {
  if (kind === 'phone') return [{ phone: value }];
  if (kind !== 'postal') return unsupported(`no register lists a ${kind}`);
  return countries.map((country) => ({ ...postalParts(value), postalCode: postalCodeIn(country), country }));
}
