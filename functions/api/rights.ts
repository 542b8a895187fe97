import { type Action, type Decision, decide, type Permit, type Viewer } from '../../lib/access/decide.ts';
import { type FunctionalRole, type Grant, grantSchema, isWithinHours, rolesOn } from '../../lib/access/grants.ts';
import { isActive } from '../../lib/access/relation.ts';
import { londonDay } from '../../lib/access/today.ts';
import { forbidden, Refusal } from '../../lib/api/problem.ts';
import { organisationKeys } from '../../lib/organisation/items.ts';
import type { OrganisationPerson } from '../../lib/organisation/snapshot.ts';
import type { AccessSettings } from '../../lib/policy/access.ts';
import type { LightTable as Table } from '../aws/light-table.ts';
import type { Attributes } from '../aws/table.ts';
import { ORGANISATION_POINTER, type OrganisationPointer, organisationPointerSchema } from '../organisation-pointer.ts';
import type { ApiPorts } from './ports.ts';

/** Who asks, as the organisation and `trust` stand at this request; nothing of it is kept for the next one. */
export interface Rights {
  readonly organisation: OrganisationPointer;
  readonly viewer: OrganisationPerson;
  readonly grants: readonly Grant[];
  readonly roles: readonly FunctionalRole[];
  /** Leaders for whom the viewer stands in now. */
  readonly covered: readonly OrganisationPerson[];
  readonly today: string;
  readonly now: number;
  /** Somebody named in the request; null when nobody has the number. */
  person(id: string): OrganisationPerson | null;
  decide(subject: OrganisationPerson | null, action?: Action): Decision;
  /** Throws FORBIDDEN, the same for unknown people and for those who may not be seen. */
  permit(subject: string, action?: Action): Permit;
}

/** Where everything stands that `trust` grants to a person beside the posts. */
export function grantsKey(person: string): string {
  return `GRANTS#${person}`;
}

/**
 * Three reads, strong and uncached: the pointer of the organisation, viewer and named people at once, the viewer's grants;
 * a fourth only for the people whom covers and break-glass name. The number never depends on who the named people are.
 */
export async function loadRights(ports: ApiPorts, directoryId: string | null, named: readonly string[]): Promise<Rights> {
  const now = ports.now();
  const today = londonDay(now);
  const item = await ports.organisation.get(ORGANISATION_POINTER);
  if (item === undefined) throw new Refusal(503, 'NOT_PUBLISHED', 'No organisation is published yet: nobody can be found.');
  const organisation = organisationPointerSchema.parse(item);
  const { generation } = organisation;
  const keys = [
    organisationKeys.directory(generation, directoryId ?? ''),
    ...[...new Set(named)].map((id) => organisationKeys.person(generation, id)),
  ];
  const found = await ports.organisation.getMany(keys);
  const viewer = viewerIn(found);
  if (viewer === null || directoryId === null || !isActive(viewer, today)) throw forbidden();
  const grants = (await ports.trust.query(grantsKey(viewer.id))).map((grant) => grantSchema().parse(grant));
  const people = peopleIn(found);
  const asking = await withGrants(ports.organisation, generation, viewer, grants, ports.access, now);
  const decideOn = (subject: OrganisationPerson | null, action: Action = 'read') =>
    decide(asking, action, subject, organisation, now, ports.access);
  return {
    organisation,
    viewer,
    grants,
    roles: rolesOn(grants, today),
    covered: asking.covers.flatMap(({ leader }) => (leader === null ? [] : [leader])),
    today,
    now,
    person: (id) => (id === viewer.id ? viewer : (people.get(id) ?? null)),
    decide: decideOn,
    permit(subject, action) {
      const decision = decideOn(subject === viewer.id ? viewer : (people.get(subject) ?? null), action);
      if (!decision.allowed) throw forbidden();
      return decision.permit;
    },
  };
}

function viewerIn(items: readonly Attributes[]): OrganisationPerson | null {
  const item = items.find(({ pk }) => String(pk).includes('#DIR#'));
  return item === undefined || item.shared === true ? null : (item as unknown as OrganisationPerson);
}

export function peopleIn(items: readonly Attributes[]): Map<string, OrganisationPerson> {
  const people = items.filter(({ pk }) => String(pk).includes('#P#')) as unknown as OrganisationPerson[];
  return new Map(people.map((person) => [person.id, person]));
}

/** Somebody as a viewer, with the grants that `trust` holds for them; for an auditor's question. */
export async function viewerOf(
  { organisation, trust, access }: ApiPorts,
  generation: string,
  person: OrganisationPerson | null,
  now: number,
): Promise<Viewer> {
  if (person === null) return { person, covers: [], breakGlass: [] };
  const grants = (await trust.query(grantsKey(person.id))).map((grant) => grantSchema().parse(grant));
  return withGrants(organisation, generation, person, grants, access, now);
}

/** Covers and break-glass hold only as far as those they name still stand where they stood. */
async function withGrants(
  organisation: Table,
  generation: string,
  viewer: OrganisationPerson,
  grants: readonly Grant[],
  settings: AccessSettings,
  now: number,
): Promise<Viewer> {
  const covers = grants.filter((grant) => grant.kind === 'cover' && isWithinHours(grant, now, settings.coverDays * 24));
  const glass = grants.filter((grant) => grant.kind === 'break-glass' && isWithinHours(grant, now, settings.breakGlassHours));
  const ids = [
    ...covers.flatMap((grant) => (grant.kind === 'cover' ? [grant.leader] : [])),
    ...glass.flatMap((grant) => (grant.kind === 'break-glass' ? [grant.approvedBy] : [])),
  ];
  const keys = [...new Set(ids)].map((id) => organisationKeys.person(generation, id));
  const people = keys.length === 0 ? new Map<string, OrganisationPerson>() : peopleIn(await organisation.getMany(keys));
  return {
    person: viewer,
    covers: covers.flatMap((grant) => (grant.kind === 'cover' ? [{ grant, leader: people.get(grant.leader) ?? null }] : [])),
    breakGlass: glass.flatMap((grant) =>
      grant.kind === 'break-glass' ? [{ grant, approver: people.get(grant.approvedBy) ?? null }] : [],
    ),
  };
}
