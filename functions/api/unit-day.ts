import { membersBelow, unitOf } from './organisation.ts';
import type { AvailabilityPorts } from './ports.ts';
import { pointersOf } from './published.ts';
import type { Rights } from './rights.ts';

interface UnitDayAsked {
  readonly params: { readonly unit: string };
  readonly query: { readonly date?: string | undefined };
  readonly rights: Rights;
}

/** The unit and the day that a question is about: who is posted below it, and what is published of the day. */
export async function unitDayOf({ organisation, registry }: AvailabilityPorts, { params, query, rights }: UnitDayAsked) {
  const { generation } = rights.organisation;
  const date = query.date ?? rights.today;
  const unit = await unitOf(organisation, generation, params.unit);
  const members = await membersBelow(organisation, generation, unit.path);
  const pointer = (await pointersOf(registry, [date], rights.now)).get(date) ?? null;
  return { unit, date, members, pointer };
}
