import { type Identity, identityOf } from './people/identity.js';
import { linkSheet } from './people/links.js';
import { objectionSheet } from './people/objections.js';
import { optOutSheet } from './people/opt-outs.js';
import { permissionSheet } from './people/permissions.js';
import { profileSheet } from './people/profiles.js';
import { restrictionSheet } from './people/restrictions.js';
import type { Sheet } from './people/sheet.js';

/**
 * People for the customer numbers of a shop, made up: who they are, what they agreed to and what they refused.
 *
 * A pure function of the numbers: the same customers are always the same people. No name, address or refusal here is
 * anybody's.
 *
 * @returns the files that a company's systems would export, by name without ending.
 */
export function makePeople(customers: readonly string[]): Sheets {
  const people: readonly Identity[] = [...new Set(customers)].sort().map(identityOf);
  return {
    customers: profileSheet(people),
    consents: permissionSheet(people),
    objections: objectionSheet(people),
    'opt-outs': optOutSheet(people),
    restrictions: restrictionSheet(people),
    links: linkSheet(people),
  };
}

export type Sheets = Readonly<
  Record<'customers' | 'consents' | 'objections' | 'opt-outs' | 'restrictions' | 'links', Sheet>
>;
