import { grantsKey } from '../../functions/api/rights.ts';
import type { BreakGlassGrant, CoverGrant, FunctionalRole, Grant, RoleGrant } from '../../lib/access/grants.ts';
import type { Stores } from '../../local/stores.ts';
import { LONG_AGO, numberOf, TODAY, TOMORROW, YESTERDAY } from './force.ts';

const SHIFT = { from: `${TODAY}T06:00:00Z`, to: `${TODAY}T13:00:00Z` } as const;
const BEFORE = { from: `${YESTERDAY}T06:00:00Z`, to: `${YESTERDAY}T13:00:00Z` } as const;
const AFTER = { from: `${TOMORROW}T06:00:00Z`, to: `${TOMORROW}T13:00:00Z` } as const;

export function coverOf(person: string, leader: string, hours: Pick<CoverGrant, 'from' | 'to'>, id = 'now'): CoverGrant {
  return {
    ...{ kind: 'cover', id, person: numberOf(person), leader: numberOf(leader), ...hours },
    ...{ namedBy: numberOf(leader), namedAt: `${YESTERDAY}T05:00:00Z`, reason: 'away', endedAt: null },
  };
}

/** Given by one administrator, approved by another unless it still waits. */
export function roleOf(person: string, role: FunctionalRole, id: string, approvedBy: string | null = 'administrator'): RoleGrant {
  return {
    ...{ kind: 'role', id, person: numberOf(person), role, from: LONG_AGO, to: null, reason: 'the job' },
    ...{ givenBy: 'other-administrator', givenAt: `${LONG_AGO}T09:00:00Z`, approvedBy, endedAt: null },
  };
}

function glassOf(
  person: string,
  subject: string,
  hours: Pick<BreakGlassGrant, 'from' | 'to'>,
  approver: string,
  id: string,
): BreakGlassGrant {
  return {
    ...{ kind: 'break-glass', id: `${id}-${subject}`, person: numberOf(person), subject, ...hours },
    ...{ approvedBy: numberOf(approver), reason: 'a missing person', endedAt: null },
  };
}

const ROLES: Readonly<Record<string, readonly FunctionalRole[]>> = {
  HR: ['hr'],
  PSD: ['psd'],
  auditor: ['auditor'],
  analyst: ['analyst', 'workforce', 'learning', 'equality'],
  steward: ['steward:fusion', 'steward:mytime', 'steward:control-works', 'steward:connect', 'steward:centurion'],
};

/** What `trust` holds for the people who are named after it. */
const STANDING: readonly Grant[] = [
  coverOf('cover', 'sergeant', SHIFT),
  coverOf('cover at other times', 'sergeant', BEFORE, 'over'),
  coverOf('cover at other times', 'sergeant', AFTER, 'to-come'),
  ...['officer', 'leaver', 'seconded', 'staff'].flatMap((subject) => [
    glassOf('break-glass', subject, SHIFT, 'superintendent', 'open'),
    glassOf('break-glass in vain', subject, BEFORE, 'superintendent', 'over'),
    glassOf('break-glass in vain', subject, SHIFT, 'below them', 'from-below'),
  ]),
  ...Object.entries(ROLES).flatMap(([person, roles]) => roles.map((role) => roleOf(person, role, `${person}-${role}`))),
  roleOf('administrator', 'administrator', 'first', 'auditor'),
  { ...roleOf('other administrator', 'administrator', 'second', 'auditor'), givenBy: 'administrator' },
];

/** Puts a grant where the product keeps it, and where it lists it. */
export async function putGrant({ trust }: Stores, grant: Grant): Promise<void> {
  const { kind, id, person } = grant;
  const item = { pk: grantsKey(person), sk: `${PREFIX[kind]}#${id}`, rev: 1, ...grant };
  await trust.put(item);
  if (kind === 'role') await trust.put({ pk: 'ROLES', sk: id, rev: 1, person });
  if (kind === 'cover') await trust.put({ pk: `COVERS#${grant.leader}`, sk: id, rev: 1, person });
}

const PREFIX = { role: 'ROLE', cover: 'COVER', 'break-glass': 'BREAKGLASS' } as const;

export async function putStanding(stores: Stores): Promise<void> {
  for (const grant of STANDING) await putGrant(stores, grant);
}
