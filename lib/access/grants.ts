import * as z from 'zod';
import type { EpochMs, LocalDate } from '../dates.ts';
import { once } from '../once.ts';

export const FUNCTIONAL_ROLES = [
  'auditor',
  'analyst',
  'psd',
  'hr',
  'workforce',
  'learning',
  'equality',
  'steward:fusion',
  'steward:mytime',
  'steward:control-works',
  'steward:connect',
  'steward:centurion',
  'administrator',
] as const;
export type FunctionalRole = (typeof FUNCTIONAL_ROLES)[number];

/** Everything that `trust` holds for one person beside the posts. Made with the first grant that is read: most people have none. */
export const grantSchema = once(() => {
  const id = z.string();
  const instant = z.iso.datetime({ precision: 0 });
  const role = z.object({
    kind: z.literal('role'),
    id,
    person: id,
    role: z.enum(FUNCTIONAL_ROLES),
    from: z.iso.date(),
    to: z.iso.date().nullable(),
    givenBy: id,
    givenAt: instant,
    reason: z.string(),
    approvedBy: id.nullable(),
    endedAt: instant.nullable(),
  });
  const cover = z.object({
    kind: z.literal('cover'),
    id,
    person: id,
    leader: id,
    from: instant,
    to: instant,
    namedBy: id,
    namedAt: instant,
    reason: z.string(),
    endedAt: instant.nullable(),
  });
  const breakGlass = z.object({
    kind: z.literal('break-glass'),
    id,
    person: id,
    subject: id,
    from: instant,
    to: instant,
    approvedBy: id,
    reason: z.string(),
    endedAt: instant.nullable(),
  });
  return z.discriminatedUnion('kind', [role, cover, breakGlass]);
});
export type Grant = z.output<ReturnType<typeof grantSchema>>;
/** A functional role; it counts once another person has approved it, and gives no right on a person's availability. */
export type RoleGrant = Extract<Grant, { kind: 'role' }>;
/** Somebody stands in for a leader for stated hours. */
export type CoverGrant = Extract<Grant, { kind: 'cover' }>;
/** Sight of one person for hours, for a reason, approved by somebody who is not below the viewer; the subject is told. */
export type BreakGlassGrant = Extract<Grant, { kind: 'break-glass' }>;

/** The functional roles that a person has on a day. */
export function rolesOn(grants: readonly Grant[], today: LocalDate): FunctionalRole[] {
  return grants.flatMap((grant) => (grant.kind === 'role' && isRoleInForce(grant, today) ? [grant.role] : []));
}

/** Nobody gives a role to themselves or approves what they gave or got: two others stand behind each. */
function isRoleInForce({ from, to, endedAt, approvedBy, givenBy, person }: RoleGrant, today: LocalDate): boolean {
  const isApproved = approvedBy !== null && new Set([person, givenBy, approvedBy]).size === 3;
  return isApproved && endedAt === null && from <= today && (to === null || today < to);
}

/** Whether hours stated in a grant hold now; longer ones than allowed never do. */
export function isWithinHours(
  { from, to, endedAt }: Pick<CoverGrant, 'from' | 'to' | 'endedAt'>,
  now: EpochMs,
  mostHours: number,
): boolean {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const ended = endedAt !== null && Date.parse(endedAt) <= now;
  return !ended && start <= now && now < end && end - start <= mostHours * 3_600_000;
}
