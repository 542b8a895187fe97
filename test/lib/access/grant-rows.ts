import type { BreakGlassGrant, CoverGrant, RoleGrant } from '../../../lib/access/grants.ts';

/** 14 days, the most that a cover may last. */
export function cover(person: string, leader: string, over: Partial<CoverGrant> = {}): CoverGrant {
  return {
    kind: 'cover',
    id: `${person}-for-${leader}`,
    person,
    leader,
    from: '2026-04-20T06:00:00Z',
    to: '2026-05-04T06:00:00Z',
    namedBy: leader,
    namedAt: '2026-04-19T09:00:00Z',
    reason: 'leave',
    endedAt: null,
    ...over,
  };
}

/** 8 hours, the most that one may last. */
export function breakGlass(
  person: string,
  subject: string,
  approvedBy: string,
  over: Partial<BreakGlassGrant> = {},
): BreakGlassGrant {
  return {
    kind: 'break-glass',
    id: `${person}-on-${subject}`,
    person,
    subject,
    from: '2026-04-20T06:00:00Z',
    to: '2026-04-20T14:00:00Z',
    approvedBy,
    reason: 'major incident',
    endedAt: null,
    ...over,
  };
}

export function role(person: string, over: Partial<RoleGrant> = {}): RoleGrant {
  return {
    kind: 'role',
    id: `role-of-${person}`,
    person,
    role: 'auditor',
    from: '2026-01-01',
    to: null,
    givenBy: 'ADMINISTRATOR',
    givenAt: '2026-01-01T09:00:00Z',
    reason: 'audit of the year',
    approvedBy: 'APPROVER',
    endedAt: null,
    ...over,
  };
}
