import { holdingsOn, isActive } from '../../../lib/access/relation.ts';
import { forbidden } from '../../../lib/api/problem.ts';
import type { OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import type { Answers } from '../ask.ts';
import { Audit } from '../audit.ts';
import { mayCount, readEstablishment } from '../availability-store.ts';
import { allUnits, membersBelow, unitOf } from '../organisation.ts';
import { permitsAmong } from '../permits.ts';
import type { AvailabilityPorts } from '../ports.ts';
import { metaOfDays, pointersOf } from '../published.ts';

/** Posts of a unit below which single people could be read out of a vacancy. */
const FEWEST_POSTS = 5;
const UNITS = { established: 'fte', strength: 'fte', overStrength: 'fte', frozen: 'fte', vacancyRate: '0 to 1' } as const;

/** Posts and who fills them: all of it to who may see every holder of a post there; without who is away to the workforce planning role. */
export const establishment: Answers<AvailabilityPorts, 'unitEstablishment'> = {
  async unitEstablishment(ports, ask) {
    const { params, query, rights } = ask;
    const { generation } = rights.organisation;
    const date = query.date ?? rights.today;
    const unit = await unitOf(ports.organisation, generation, params.unit);
    const members = await membersBelow(ports.organisation, generation, unit.path);
    const pointer = (await pointersOf(ports.registry, [date], rights.now)).get(date) ?? null;
    const day = await readEstablishment(ports.availability, pointer, unit.code);
    const paths = new Map((await allUnits(ports.organisation, generation)).map(({ code, path }) => [code, path]));
    const holders = new Map([...members].filter(([, person]) => holdsPostBelow(person, date, unit.path, paths)));
    const permits = permitsAmong(rights, holders);
    const leads = holders.size > 0 && [...holders.keys()].every((person) => mayCount(permits.get(person), date));
    const plans = rights.roles.includes('workforce') && (day?.established ?? 0) >= FEWEST_POSTS;
    // Nothing published, too few posts, somebody may not be seen: one answer for all.
    if (day === null || !(leads || plans)) throw forbidden();
    if (leads) {
      const audit = new Audit(ports.trust, ask);
      audit.row({ unit: unit.code, permits: [...permits.values()], omitted: [] }, date);
      await audit.write();
    }
    const { inPostNotAvailable, students, ...posts } = day;
    const { code, name, type } = unit;
    return {
      payload: {
        unit: { code, name, type },
        date,
        ...posts,
        inPostNotAvailable: leads ? inPostNotAvailable : null,
        students: leads ? students : null,
      },
      meta: metaOfDays(date, [pointer], UNITS, ports.policies),
    };
  },
};

/** Whoever is on the roster of a team without a post there is in none of these figures. */
function holdsPostBelow(person: OrganisationPerson, date: string, path: string, paths: ReadonlyMap<string, string>): boolean {
  if (!isActive(person, date)) return false;
  return holdingsOn(person, date).some(({ post, team }) => post !== null && `${paths.get(team) ?? ''}/`.startsWith(`${path}/`));
}
