import { addDays, type EpochMs, type LocalDate } from '../dates.ts';
import type { OrganisationPerson } from '../organisation/snapshot.ts';
import type { AccessSettings } from '../policy/access.ts';
import { type BreakGlassGrant, type CoverGrant, isWithinHours } from './grants.ts';
import { isActive, isBelow, type Line, lineBetween, type PostRelation } from './relation.ts';
import { londonDay } from './today.ts';

export type Relation = 'self' | PostRelation | 'cover' | 'break-glass';
export type Denial = 'no-relation' | 'viewer-inactive' | 'unknown' | 'stale-organisation';
/** `read` availability; `lead`: pair a student, name a cover for the subject. */
export type Action = 'read' | 'lead';
/** Which fields a permit opens (access: Verdicts): everything, what a leader may see, what a cover needs. */
export type Fields = 'own' | 'leader' | 'cover';

/** The right of one viewer on one person, now. Only `decide` makes one; every read of availability takes one. */
class PermitOf {
  readonly #made = true;
  readonly viewer: string;
  readonly subject: string;
  readonly relation: Relation;
  readonly fields: Fields;
  /** First and last duty date that may be shown. */
  readonly from: LocalDate;
  readonly to: LocalDate;

  constructor(viewer: string, subject: string, relation: Relation, fields: Fields, from: LocalDate, to: LocalDate) {
    this.viewer = viewer;
    this.subject = subject;
    this.relation = relation;
    this.fields = fields;
    this.from = from;
    this.to = to;
    Object.freeze(this);
  }

  /** Narrowed to dates; a permit can only shrink. */
  covers(date: LocalDate): boolean {
    return this.#made && this.from <= date && date <= this.to;
  }
}
export type Permit = PermitOf;

export type Decision = { readonly allowed: true; readonly permit: Permit } | { readonly allowed: false; readonly reason: Denial };

/** Who asks, with what `trust` gives beside the posts; each grant comes with the people it names, as they stand now. */
export interface Viewer {
  readonly person: OrganisationPerson | null;
  readonly covers: readonly { readonly grant: CoverGrant; readonly leader: OrganisationPerson | null }[];
  readonly breakGlass: readonly { readonly grant: BreakGlassGrant; readonly approver: OrganisationPerson | null }[];
}

/** How old the published organisation is. */
export interface Published {
  /** Extract time of the oldest of its extracts. */
  readonly dataTo: string;
}

const FIRST_DAY = '0000-01-01';
const LAST_DAY = '9999-12-31';
const DAY_MS = 86_400_000;

/**
 * The one decision about a person's availability. Pure: the same people, grants and instant give the same answer. Denials
 * say why for the audit and for `access-decisions`; an answer to a request never tells them apart.
 */
export function decide(
  { person: viewer, covers, breakGlass }: Viewer,
  action: Action,
  subject: OrganisationPerson | null,
  organisation: Published,
  now: EpochMs,
  settings: AccessSettings,
): Decision {
  const today = londonDay(now);
  if (viewer === null) return denied('unknown');
  if (!isActive(viewer, today)) return denied('viewer-inactive');
  if (subject === null) return denied('unknown');
  if (viewer.id === subject.id) {
    return action === 'read' ? allowed(viewer, subject, 'self', 'own', FIRST_DAY, LAST_DAY) : denied('no-relation');
  }
  if (!isActive(subject, today)) return denied('no-relation');
  // Not the other way round: an age that cannot be read is no young one.
  if (!(now - Date.parse(organisation.dataTo) <= settings.staleAfterDays * DAY_MS)) return denied('stale-organisation');
  const line = lineBetween(viewer, subject, today);
  if (line !== null) return allowed(viewer, subject, line.relation, 'leader', sinceOf(line, settings), LAST_DAY);
  if (action !== 'read') return denied('no-relation');
  if (breakGlass.some((one) => isOpen(one, viewer, subject, today, now, settings)))
    return allowed(viewer, subject, 'break-glass', 'leader', FIRST_DAY, LAST_DAY);
  if (viewer.type === 'OFFICER' && covers.some((one) => standsIn(one, viewer, subject, today, now, settings)))
    return allowed(viewer, subject, 'cover', 'cover', today, addDays(today, settings.coverAheadDays));
  return denied('no-relation');
}

function allowed(
  viewer: OrganisationPerson,
  subject: OrganisationPerson,
  relation: Relation,
  fields: Fields,
  from: LocalDate,
  to: LocalDate,
): Decision {
  return { allowed: true, permit: new PermitOf(viewer.id, subject.id, relation, fields, from, to) };
}

function denied(reason: Denial): Decision {
  return { allowed: false, reason };
}

function sinceOf({ since }: Line, { newLeaderDays }: AccessSettings): LocalDate {
  return since <= '0001-01-01' ? FIRST_DAY : addDays(since, -newLeaderDays);
}

/** By the leader's own posts, never by what the leader covers: a cover is not passed on. */
function standsIn(
  { grant, leader }: Viewer['covers'][number],
  viewer: OrganisationPerson,
  subject: OrganisationPerson,
  today: LocalDate,
  now: EpochMs,
  { coverDays }: AccessSettings,
): boolean {
  if (leader === null || grant.person !== viewer.id || grant.leader !== leader.id || !isActive(leader, today)) return false;
  return isWithinHours(grant, now, coverDays * 24) && lineBetween(leader, subject, today) !== null;
}

function isOpen(
  { grant, approver }: Viewer['breakGlass'][number],
  viewer: OrganisationPerson,
  subject: OrganisationPerson,
  today: LocalDate,
  now: EpochMs,
  { breakGlassHours }: AccessSettings,
): boolean {
  if (approver === null || grant.approvedBy !== approver.id || !isActive(approver, today)) return false;
  if (grant.person !== viewer.id || grant.subject !== subject.id || approver.id === viewer.id) return false;
  return isWithinHours(grant, now, breakGlassHours) && !isBelow(approver, viewer, today);
}
