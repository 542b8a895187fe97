import { forbidden } from '../../../lib/api/problem.ts';
import type { Answers } from '../ask.ts';
import { Audit } from '../audit.ts';
import { mayCount, readEstablishment } from '../availability-store.ts';
import { unitRef } from '../organisation.ts';
import { permitsFor } from '../permits.ts';
import type { AvailabilityPorts } from '../ports.ts';
import { metaOfDays } from '../published.ts';
import { unitDayOf } from '../unit-day.ts';

const UNITS = { established: 'fte', strength: 'fte', overStrength: 'fte', frozen: 'fte', vacancyRate: '0 to 1' } as const;

/**
 * Posts and who fills them: all of it to who may see everybody in the strength of that day; without who is away to the
 * workforce planning role, where so few posts that they would tell of single people are in none of the answers.
 */
export const establishment: Answers<AvailabilityPorts, 'unitEstablishment'> = {
  async unitEstablishment(ports, ask) {
    const { rights } = ask;
    const { unit, date, members, pointer } = await unitDayOf(ports, ask);
    const day = await readEstablishment(ports.availability, pointer, unit.code);
    const permits = await permitsFor(ports.organisation, rights, members, day?.holders ?? []);
    const leads = day !== null && day.holders.length > 0 && day.holders.every((person) => mayCount(permits.get(person), date));
    const plans = day?.planned === true && rights.roles.includes('workforce');
    // Nothing published, too few posts, somebody may not be seen: one answer for all.
    if (day === null || !(leads || plans)) throw forbidden();
    if (leads) {
      const audit = new Audit(ports.trust, ask);
      audit.row({ unit: unit.code, permits: [...permits.values()], omitted: [] }, date);
      await audit.write();
    }
    const { inPostNotAvailable, students, posts: _number, ...posts } = day.establishment;
    return {
      payload: {
        unit: unitRef(unit),
        date,
        ...posts,
        inPostNotAvailable: leads ? inPostNotAvailable : null,
        students: leads ? students : null,
      },
      meta: metaOfDays(date, [pointer], UNITS, ports.policies),
    };
  },
};
