import type { Directory } from '../identity/directory.js';
import type { CanonicalIdentifier } from '../identity/identifier.js';
import { registeredKinds } from '../identity/register-subjects.js';
import { type Digested, tombstoneKeys } from '../identity/tombstones.js';
import type { DigestKeys } from '../model/digest-keys.js';
import type { Register } from '../model/register.js';
import { type Subject, subjectOf } from './reach.js';

const PHONE = 'phone:';

/** Whom a row of a register is about: by profile, number or address, as it is or by keyed hash. */
export function registerSubjects(
  registers: readonly Register[],
  directory: Directory,
  keys: DigestKeys,
  fallbackCountry: string | undefined,
): (record: Register) => Subject {
  const isHashed = (record: Register): record is Register & Digested => record.digest !== undefined;
  const keyOf = tombstoneKeys(registers.filter(isHashed), directory.refusalKeys(), keys, registeredKinds);
  return (record) => {
    const said = subjectOf(record, fallbackCountry);
    if (!isHashed(record)) return said;
    const key = keyOf(record);
    const number = key?.startsWith(PHONE) === true ? key.slice(PHONE.length) : undefined;
    const hashed: readonly CanonicalIdentifier[] =
      number === undefined ? [] : [{ kind: 'phone', key: number, refusalKey: number, valid: true, texts: false }];
    return {
      ...said,
      identifiers: [...said.identifiers, ...hashed],
      refusalKeys: [...said.refusalKeys, ...(key === undefined ? [] : [key])],
      addressed: true,
    };
  };
}
