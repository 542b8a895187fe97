import { forbidden } from '../../../lib/api/problem.ts';
import { minutesView } from '../../../lib/api/views/availability.ts';
import { briefView, ordered } from '../../../lib/api/views/brief.ts';
import { by } from '../../../lib/order.ts';
import { policyOn } from '../../../lib/policy/in-force.ts';
import type { Answers } from '../ask.ts';
import { Audit } from '../audit.ts';
import { mayCount, readRollups, readUnit } from '../availability-store.ts';
import { personsOf, unitRef } from '../organisation.ts';
import { nextCursor, pageOf, positionOf } from '../paging.ts';
import { permitsAmong, permitsFor } from '../permits.ts';
import type { AvailabilityPorts } from '../ports.ts';
import { metaOfDays, UNITS_OF_AVAILABILITY } from '../published.ts';
import { unitDayOf } from '../unit-day.ts';
import { briefRows } from './span.ts';

const PEOPLE_A_PAGE = 500;

/** A unit's people as far as the viewer may see them; its counts only to who may see every one of them. */
export const unitAvailability: Answers<AvailabilityPorts, 'unitAvailability' | 'unitAvailabilityPeople'> = {
  async unitAvailability(ports, ask) {
    const { rights } = ask;
    const { unit, date, members, pointer } = await unitDayOf(ports, ask);
    const found = await readRollups(ports.availability, [pointer], unit.code, (ids) =>
      permitsFor(ports.organisation, rights, members, ids),
    );
    const day = found?.get(date);
    // Nobody is counted here, nothing is published, or somebody may not be seen: one answer for all three.
    if (day === undefined || day.rollup.people.length === 0) throw forbidden();
    const audit = new Audit(ports.trust, ask);
    audit.row({ unit: unit.code, permits: day.permits, omitted: [] }, date);
    await audit.write();
    const { byStatus, byReason, minutes, withoutOthers, people } = day.rollup;
    // Who is counted in another unit and posted here too: their part is in the sum only for who may see them.
    // Nobody is looked up for it: a read more would tell that there was somebody.
    const permits = permitsAmong(rights, members);
    const mayAll = (withoutOthers?.people ?? []).every((other) => mayCount(permits.get(other), date));
    return {
      payload: {
        unit: unitRef(unit),
        date,
        people: people.length,
        byStatus,
        byReason,
        minutes: minutesView(mayAll ? minutes : (withoutOthers?.minutes ?? minutes), false),
      },
      meta: metaOfDays(date, [pointer], UNITS_OF_AVAILABILITY, ports.policies),
    };
  },

  async unitAvailabilityPeople(ports, ask) {
    const { query, rights } = ask;
    const { unit, date, members, pointer } = await unitDayOf(ports, ask);
    const rows = await readUnit(ports.availability, pointer, unit.path, (ids) =>
      permitsFor(ports.organisation, rights, members, ids),
    );
    const open = rows.filter(({ people }) => people.length > 0);
    const audit = new Audit(ports.trust, ask);
    for (const row of open) audit.row(row, date);
    await audit.write();
    const elsewhere = open.flatMap(({ people }) => people.flatMap(({ person }) => (members.has(person) ? [] : [person])));
    const named = new Map([...members, ...(await personsOf(ports.organisation, rights.organisation.generation, elsewhere))]);
    const lines = open.flatMap(({ unit: code, people, permits }) =>
      people.flatMap((one) => {
        const permit = permits.find(({ subject }) => subject === one.person);
        return permit === undefined ? [] : [briefView(one, { name: named.get(one.person)?.name ?? '', unit: code }, permit)];
      }),
    );
    const wholly = rows.every(
      ({ omitted, permits }) => omitted.length === 0 && permits.every(({ fields }) => fields !== 'cover'),
    );
    const isOrdered = query.order === 'score' && wholly && lines.length <= PEOPLE_A_PAGE;
    const { minRanked } = policyOn(ports.policies, date);
    const { page, next } = pageOf(
      lines.map((line) => ({ ...line, id: line.person })),
      await positionOf(ports, ask),
      PEOPLE_A_PAGE,
    );
    const kept = new Set(page.map(({ id }) => id));
    const list = isOrdered
      ? ordered(lines, rights.viewer.id, minRanked)
      : lines.filter(({ person }) => kept.has(person)).sort(byName);
    const cursor = await nextCursor(ports, ask, isOrdered ? null : next);
    return {
      payload: {
        unit: unitRef(unit),
        date,
        ordered: isOrdered,
        people: list,
        cursor,
      },
      meta: metaOfDays(date, [pointer], UNITS_OF_AVAILABILITY, ports.policies),
      next: cursor,
      table: () => briefRows(list),
    };
  },
};

const byName = by<{ name: string; person: string }>(
  ({ name }) => name,
  ({ person }) => person,
);
