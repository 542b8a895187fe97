import * as z from 'zod';
import type { EpochMs, LocalDate } from '../dates.ts';

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

const id = z.string;
const instant = () => z.iso.datetime({ precision: 0 });

/** A functional role; it counts once another person has approved it, and gives no right on a person's availability. */
const roleGrant = () =>
  z.object({
    kind: z.literal('role'),
    id: id(),
    person: id(),
    role: z.enum(FUNCTIONAL_ROLES),
    from: z.iso.date(),
    to: z.iso.date().nullable(),
    givenBy: id(),
    givenAt: instant(),
    reason: z.string(),
    approvedBy: id().nullable(),
    endedAt: instant().nullable(),
  });
export type RoleGrant = z.output<ReturnType<typeof roleGrant>>;

/** Somebody stands in for a leader for stated hours. */
const coverGrant = () =>
  z.object({
    kind: z.literal('cover'),
    id: id(),
    person: id(),
    leader: id(),
    from: instant(),
    to: instant(),
    namedBy: id(),
    namedAt: instant(),
    reason: z.string(),
    endedAt: instant().nullable(),
  });
export type CoverGrant = z.output<ReturnType<typeof coverGrant>>;

/** Sight of one person for hours, for a reason, approved by somebody who is not below the viewer; the subject is told. */
const breakGlassGrant = () =>
  z.object({
    kind: z.literal('break-glass'),
    id: id(),
    person: id(),
    subject: id(),
    from: instant(),
    to: instant(),
    approvedBy: id(),
    reason: z.string(),
    endedAt: instant().nullable(),
  });
export type BreakGlassGrant = z.output<ReturnType<typeof breakGlassGrant>>;

export type Grant = RoleGrant | CoverGrant | BreakGlassGrant;

const makeSchema = () => z.discriminatedUnion('kind', [roleGrant(), coverGrant(), breakGlassGrant()]);
let schema: ReturnType<typeof makeSchema> | undefined;

/** Everything that `trust` holds for one person beside the posts. Made with the first grant that is read: most people have none. */
export function grantSchema(): ReturnType<typeof makeSchema> {
  schema ??= makeSchema();
  return schema;
}

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
