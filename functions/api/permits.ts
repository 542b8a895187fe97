import type { Permit } from '../../lib/access/decide.ts';
import type { OrganisationPerson } from '../../lib/organisation/snapshot.ts';
import type { LightTable as Table } from '../aws/light-table.ts';
import type { Permits } from './availability-store.ts';
import { personsOf } from './organisation.ts';
import type { Rights } from './rights.ts';

/** The people among some whom the viewer may see now, each with an own permit. */
export function permitsAmong(rights: Rights, people: ReadonlyMap<string, OrganisationPerson>): Permits {
  const permits = new Map<string, Permit>();
  for (const [id, person] of people) {
    const decision = rights.decide(person);
    if (decision.allowed) permits.set(id, decision.permit);
  }
  return permits;
}

/** The same for people named by number: those not known yet are looked up. */
export async function permitsFor(
  organisation: Table,
  rights: Rights,
  people: ReadonlyMap<string, OrganisationPerson>,
  ids: readonly string[],
): Promise<Permits> {
  const missing = ids.filter((id) => !people.has(id));
  const found = await personsOf(organisation, rights.organisation.generation, missing);
  const all = new Map([...people, ...found]);
  const named = ids.flatMap((id) => {
    const person = all.get(id);
    return person === undefined ? [] : [[id, person] as const];
  });
  return permitsAmong(rights, new Map(named));
}
