import { pointsAtWorst } from '../../../lib/api/methodology.ts';
import { Refusal } from '../../../lib/api/problem.ts';
import { abstractionsView, dayView } from '../../../lib/api/views/availability.ts';
import { explain } from '../../../lib/availability/explain.ts';
import { attendanceOf, type PeriodDay, periodOf } from '../../../lib/availability/period.ts';
import { availabilityIn } from '../../../lib/generation/person-item.ts';
import type { Policy } from '../../../lib/policy/policy.ts';
import type { Answers } from '../ask.ts';
import { readPersonDays } from '../availability-store.ts';
import { nextCursor, positionOf } from '../paging.ts';
import { permitsFor } from '../permits.ts';
import type { AvailabilityPorts } from '../ports.ts';
import { metaOfDays, pointersOf, UNITS_OF_AVAILABILITY } from '../published.ts';
import { pageOfDays } from '../ranges.ts';
import type { Rights } from '../rights.ts';
import { audited, ledOrOwn, nameOf } from './person-days.ts';

type Availability = ReturnType<typeof availabilityIn>;

/** Days that a share of attendance needs: shorter ones would tell of single absences. */
const ATTENDANCE_DAYS = 91;

/** One person's availability: to the person, the first-line leader, the chain of command, and for a while a cover. */
export const availability: Answers<AvailabilityPorts, 'personAvailability' | 'availabilityExplanation'> = {
  async personAvailability(ports, ask) {
    const { params, query, rights } = ask;
    const permit = rights.permit(params.person);
    const { dates, next } = pageOfDays(query, await positionOf(ports, ask));
    const pointers = await pointersOf(ports.registry, dates, rights.now);
    const shown = dates.map((date) => pointers.get(date) ?? null);
    const days = await readPersonDays(ports.availability, permit, shown, availabilityIn);
    await audited(ports.trust, ask, permit, dates[0] ?? null, dates.at(-1) ?? null);
    const partners = await permitsOnPartners(ports.organisation, rights, [...days.values()]);
    const views = dates.flatMap((date) => {
      const day = days.get(date);
      return day === undefined ? [] : [dayView(day, pointers.get(date)?.status ?? '', date, permit, partners)];
    });
    const worked = dates.filter((date) => pointers.get(date)?.status !== 'planned').flatMap((date) => days.get(date) ?? []);
    const cursor = await nextCursor(ports, ask, next);
    return {
      payload: {
        person: nameOf(rights.person(params.person)),
        relation: permit.relation,
        days: views,
        ...(permit.fields === 'cover' ? {} : periodIn(worked, permit.fields === 'own')),
        cursor,
      },
      meta: metaOfDays(rights.today, shown, UNITS_OF_AVAILABILITY, ports.policies),
      next: cursor,
      table: () => ({
        columns: ['date', 'status', 'reasons', 'limits', 'score', 'workAvailability', 'daysToExpiry'],
        rows: views.map(({ date, status, reasons, limits, score, workAvailability, daysToExpiry }) => [
          date,
          status,
          reasons.join(' '),
          limits.join(' '),
          score?.closeness ?? null,
          workAvailability ?? null,
          daysToExpiry,
        ]),
      }),
    };
  },

  async availabilityExplanation({ registry, availability: table, organisation, trust, policies }, ask) {
    const { params, rights } = ask;
    const permit = ledOrOwn(rights.permit(params.person));
    const { date } = params;
    const pointers = await pointersOf(registry, [date], rights.now);
    const pointer = pointers.get(date) ?? null;
    const day = (await readPersonDays(table, permit, [pointer], availabilityIn)).get(date);
    await audited(trust, ask, permit, date, date);
    if (day === undefined) throw new Refusal(404, 'DAY_NOT_PUBLISHED', 'Nothing is published of this person on this day.');
    const partners = await permitsOnPartners(organisation, rights, [day]);
    return {
      payload: {
        person: nameOf(rights.person(params.person)),
        relation: permit.relation,
        day: dayView(day, pointer?.status ?? '', date, permit, partners),
        // A locked day may stand on a policy that is no longer in force.
        explanation: explanationIn(
          day,
          policies.find(({ version }) => version === pointer?.policyVersion),
        ),
      },
      meta: metaOfDays(date, [pointer], UNITS_OF_AVAILABILITY, policies),
    };
  },
};

/** A student's day names partners: whether they were there is theirs, and for those who may see them. */
function permitsOnPartners(organisation: AvailabilityPorts['organisation'], rights: Rights, days: readonly Availability[]) {
  const named = days.flatMap(({ student }) => (student.state === 'student' ? student.partners.map(({ person }) => person) : []));
  return permitsFor(organisation, rights, new Map(), [...new Set(named)]);
}

function periodIn(days: readonly Availability[], own: boolean) {
  const parts = days.map(
    ({ minutes, status, reasons, score }): PeriodDay => ({
      minutes,
      status,
      reasons,
      closeness: score?.closeness ?? null,
    }),
  );
  const period = periodOf(parts);
  const attendance = parts.length >= ATTENDANCE_DAYS ? { attendance: attendanceOf(parts.slice(-ATTENDANCE_DAYS)) } : {};
  return { period: { ...period, abstractions: abstractionsView(period.abstractions, own) }, ...attendance };
}

/** From the stored values with the policy of the day. Null without a score. */
function explanationIn({ score, work, criteria }: Availability, policy: Policy | undefined) {
  if (score === null || work.share === null || policy === undefined) return null;
  const explanation = explain({ share: work.share, reduction: work.reduction, values: criteria }, policy);
  const sum = explanation.lines.reduce((total, { effect }) => total + effect, 0);
  if (Math.abs(sum - (1 - score.closeness)) > 1e-12)
    throw new Error('the lines of an explanation do not add up to the published figure');
  return {
    ...explanation,
    criteria: policy.criteria.map((criterion) => ({
      ...{ id: criterion.id, title: criterion.title, weight: criterion.weight },
      points: pointsAtWorst(criterion, policy.criteria),
    })),
    lines: explanation.lines.map((line) => ({ ...line })),
  };
}
