import { randomUUID } from 'node:crypto';
import { type FunctionalRole, grantSchema, type RoleGrant, rolesOn } from '../lib/access/grants.ts';
import { londonDay } from '../lib/access/today.ts';
import { formatInstant } from '../lib/dates.ts';
import type { Signed } from './decide.ts';
import { personBy } from './directory.ts';
import type { Stores } from './stores.ts';

/** Approves what the operator gives: the first administrator can be made by nobody else. */
const APPROVER = 'ops';

/** Gives a functional role from today on, approved; false when it is in force already. Throws NOT_FOUND. */
export async function grantRole(
  stores: Pick<Stores, 'organisation' | 'trust'>,
  person: string,
  role: FunctionalRole,
  { by, reason }: Signed,
): Promise<boolean> {
  await personBy(stores, person);
  const { trust } = stores;
  const pk = `GRANTS#${person}`;
  const now = Date.now();
  const held = (await trust.query(pk)).map((item) => grantSchema().parse(item));
  if (rolesOn(held, londonDay(now)).includes(role)) return false;
  const grant: RoleGrant = {
    kind: 'role',
    id: randomUUID(),
    person,
    role,
    from: londonDay(now),
    to: null,
    givenBy: `ops:${by}`,
    givenAt: formatInstant(now),
    reason,
    approvedBy: APPROVER,
    endedAt: null,
  };
  // The list first: a grant in force that no list names would be seen by nobody.
  await trust.putIfRev({ pk: 'ROLES', sk: grant.id, rev: 1, person }, 0);
  await trust.putIfRev({ pk, sk: `ROLE#${grant.id}`, rev: 1, ...grant }, 0);
  return true;
}
