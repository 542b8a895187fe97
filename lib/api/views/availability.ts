import type { Permit } from '../../access/decide.ts';
import type { DayMinutes } from '../../availability/minutes.ts';
import type { PersonDay } from '../../generation/generation.ts';
import type { AvailabilityDay } from '../responses.ts';

type Availability = PersonDay['availability'];

/**
 * A day as far as the permit opens it (access: Verdicts). A leader sees neither the kind of sickness nor what standards
 * decided; a cover sees whether somebody can be sent, why not, training and pairing. Of a partner stands only what the
 * viewer may see of that person.
 */
export function dayView(
  availability: Availability,
  dayStatus: string,
  date: string,
  permit: Permit,
  partners: ReadonlyMap<string, Permit>,
): AvailabilityDay {
  const view = coverView(availability, dayStatus, date, partners);
  if (permit.fields === 'cover') return view;
  const leader = { ...view, ...leaderView(availability) };
  if (permit.fields === 'leader') return leader;
  return {
    ...leader,
    minutes: minutesView(availability.minutes, true),
    dutyEffect: availability.dutyEffect,
    sources: [...availability.sources],
  };
}

function coverView(
  availability: Availability,
  dayStatus: string,
  date: string,
  permits: ReadonlyMap<string, Permit>,
): AvailabilityDay {
  const { status, reasons, unknowns, limits, timeline, student, tutored, courses, daysToExpiry } = availability;
  const known = courses === null ? null : [...courses.gate, ...courses.critical, ...courses.skills];
  return {
    date,
    dayStatus,
    status,
    reasons: [...reasons],
    unknowns: [...unknowns],
    limits: [...limits],
    timeline: timeline.map((step) => ({ ...step, reasons: [...step.reasons] })),
    student: student.state === 'student' ? student.phase : null,
    partners:
      student.state === 'student'
        ? student.partners.map(({ person, by, onDuty, deployable }) => ({
            ...{ person, by },
            ...(permits.get(person)?.covers(date) === true ? { onDuty, deployable } : { onDuty: null, deployable: null }),
          }))
        : [],
    tutored: tutored.length,
    courses: known === null ? null : known.map(({ code, state, validTo }) => ({ code, state, validTo })),
    daysToExpiry,
  };
}

function leaderView(availability: Availability) {
  const { score, work, criteria, minutes, daysToNextLeave, restriction, serviceYears, serviceBand, flags } = availability;
  return {
    score: score === null ? null : { closeness: score.closeness, interval: score.interval === null ? null : [...score.interval] },
    workAvailability: work.availability,
    criteria: criteria.map(({ id, value }) => ({ id, value })),
    minutes: minutesView(minutes, false),
    daysToNextLeave,
    restriction: restriction === null ? null : { effect: restriction.effect, reviewOn: restriction.reviewOn },
    serviceYears,
    serviceBand,
    flags: [...flags],
  };
}

/** Committed time that would tell of health or of a child reads as other time to everybody but the person. */
const TELLING: ReadonlySet<string> = new Set(['OH', 'KIT']);

export function minutesView(
  minutes: Omit<DayMinutes, 'committed'> & { committed: Readonly<Record<string, number>> },
  own: boolean,
) {
  const { rostered, working, annualLeave, otherLeave, unplanned, injury } = minutes;
  const committed = abstractionsView(minutes.committed, own);
  return { rostered, working, committed, annualLeave, otherLeave, notAtWork: unplanned + injury };
}

export function abstractionsView(committed: Readonly<Record<string, number>>, own: boolean): Record<string, number> {
  const shown: Record<string, number> = {};
  for (const [code, count] of Object.entries(committed)) {
    const name = !own && TELLING.has(code) ? 'OTHER' : code;
    shown[name] = (shown[name] ?? 0) + count;
  }
  return shown;
}
