import { type Decision, decide, type Viewer } from '../../../lib/access/decide.ts';
import type { Grant } from '../../../lib/access/grants.ts';
import { type OrganisationPerson, organisationOf } from '../../../lib/organisation/snapshot.ts';
import { type AccessSettings, accessSettingsSchema } from '../../../lib/policy/access.ts';
import type { Asked, Rows } from './oracle.ts';

/** What the proofs are about: who stands where as it is published, and the decision. Wrong ones are told from it. */
export interface Product {
  readonly organisationOf: typeof organisationOf;
  readonly decide: typeof decide;
}
export const PRODUCT: Product = { organisationOf, decide };

export const settings: AccessSettings = accessSettingsSchema.parse({});

export type People = ReadonlyMap<string, OrganisationPerson>;

/** The people as they are published, cuts made. */
export function published(product: Product, rows: Rows, extractDay: string): People {
  return new Map(product.organisationOf({ ...rows, units: [] }, extractDay).people.map((person) => [person.id, person]));
}

export interface Question extends Asked {
  readonly given: readonly Grant[];
}

/** Asks as a request does: everybody is looked up, and nobody found is null. */
export function ask({ decide }: Product, people: People, { viewer, subject, now, dataTo, given }: Question): Decision {
  return decide(viewerOf(people, viewer, given), 'read', one(people, subject), { dataTo }, now, settings);
}

export function viewerOf(people: People, viewer: string | null, given: readonly Grant[]): Viewer {
  return {
    person: one(people, viewer),
    covers: given.flatMap((grant) => (grant.kind === 'cover' ? [{ grant, leader: one(people, grant.leader) }] : [])),
    breakGlass: given.flatMap((grant) =>
      grant.kind === 'break-glass' ? [{ grant, approver: one(people, grant.approvedBy) }] : [],
    ),
  };
}

function one(people: People, id: string | null): OrganisationPerson | null {
  return id === null ? null : (people.get(id) ?? null);
}

export function reasonOf(decision: Decision): string {
  return decision.allowed ? decision.permit.relation : decision.reason;
}
