import { FUNCTIONAL_ROLES, grantSchema, type RoleGrant } from '../../../lib/access/grants.ts';
import { isActive } from '../../../lib/access/relation.ts';
import { forbidden, Refusal } from '../../../lib/api/problem.ts';
import { formatInstant } from '../../../lib/dates.ts';
import type { OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import type { LightTable as Table } from '../../aws/light-table.ts';
import type { Answers } from '../ask.ts';
import { personsOf } from '../organisation.ts';
import type { TrustPorts } from '../ports.ts';
import { metaOfOrganisation } from '../published.ts';
import { grantsKey, type Rights } from '../rights.ts';

/** All grants of roles by id; what one says stands with the grants of the person. */
const ROLES = 'ROLES';
function roleKey({ person, id }: Pick<RoleGrant, 'person' | 'id'>) {
  return { pk: grantsKey(person), sk: `ROLE#${id}` };
}

/** Functional roles: given by an administrator, in force once another person has approved. None gives a right on a person. */
export const roles: Answers<TrustPorts, 'roles' | 'giveRole' | 'approveRole' | 'endRole'> = {
  async roles({ trust, organisation, policies }, { rights }) {
    administrator(rights, 'auditor');
    const items = await trust.query(ROLES);
    const keys = items.map((item) => roleKey({ person: String(item.person), id: String(item.sk) }));
    const grants = (keys.length === 0 ? [] : await trust.getMany(keys)).map((item) => grantSchema().parse(item) as RoleGrant);
    const names = await personsOf(
      organisation,
      rights.organisation.generation,
      grants.map(({ person }) => person),
    );
    const list = grants.map((grant) => viewOf(grant, names, rights.today)).sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      payload: { roles: list },
      meta: metaOfOrganisation(rights, policies),
      table: () => ({
        columns: ['id', 'person', 'name', 'role', 'from', 'to', 'state', 'givenBy', 'approvedBy'],
        rows: list.map(({ id, person, name, role, from, to, state, givenBy, approvedBy }) => [
          id,
          person,
          name,
          role,
          from,
          to,
          state,
          givenBy,
          approvedBy,
        ]),
      }),
    };
  },

  async giveRole({ trust, policies }, { body, rights, requestId }) {
    administrator(rights);
    const person = rights.person(body.person);
    const role = FUNCTIONAL_ROLES.find((one) => one === body.role);
    if (person === null || !isActive(person, rights.today))
      throw new Refusal(422, 'NO_SUCH_PERSON', 'Nobody active has this number.');
    if (person.id === rights.viewer.id) throw new Refusal(422, 'NOT_TO_ONESELF', 'Nobody gives a role to themselves.');
    if (role === undefined) throw new Refusal(422, 'NO_SUCH_ROLE', `A role is one of ${FUNCTIONAL_ROLES.join(', ')}.`);
    if (body.to !== null && body.to <= body.from) throw new Refusal(422, 'BAD_RANGE', 'The role ends before it begins.');
    const grant: RoleGrant = {
      kind: 'role',
      id: requestId,
      person: person.id,
      role,
      from: body.from,
      to: body.to,
      givenBy: rights.viewer.id,
      givenAt: formatInstant(rights.now),
      reason: body.reason,
      approvedBy: null,
      endedAt: null,
    };
    await trust.putIfRev({ pk: ROLES, sk: grant.id, rev: 1, person: person.id }, 0);
    await trust.putIfRev({ ...roleKey(grant), rev: 1, ...grant }, 0);
    return {
      status: 201,
      payload: { role: viewOf(grant, new Map([[person.id, person]]), rights.today) },
      meta: metaOfOrganisation(rights, policies),
    };
  },

  async approveRole(ports, { params, rights }) {
    administrator(rights, 'auditor');
    return changed(ports, rights, params.grant, (grant) => {
      if (grant.approvedBy !== null || grant.endedAt !== null)
        throw new Refusal(409, 'SETTLED', 'This role has been approved or ended already.');
      if ([grant.givenBy, grant.person].includes(rights.viewer.id))
        throw new Refusal(422, 'ANOTHER_PERSON', 'Another person than who gave it and who gets it approves a role.');
      return { ...grant, approvedBy: rights.viewer.id };
    });
  },

  async endRole(ports, { params, rights }) {
    administrator(rights);
    return changed(ports, rights, params.grant, (grant) => ({ ...grant, endedAt: grant.endedAt ?? formatInstant(rights.now) }));
  },
};

function administrator(rights: Rights, also?: 'auditor'): void {
  if (!rights.roles.includes('administrator') && !(also !== undefined && rights.roles.includes(also))) throw forbidden();
}

async function changed(
  { trust, organisation, policies }: TrustPorts,
  rights: Rights,
  id: string,
  change: (grant: RoleGrant) => RoleGrant,
) {
  const found = await grantOf(trust, id);
  const grant = change(found.grant);
  if (!(await trust.putIfRev({ ...roleKey(grant), ...grant, rev: found.rev + 1 }, found.rev)))
    throw new Refusal(409, 'CHANGED', 'Somebody changed this role at the same time: look at it again.');
  const names = await personsOf(organisation, rights.organisation.generation, [grant.person]);
  return { payload: { role: viewOf(grant, names, rights.today) }, meta: metaOfOrganisation(rights, policies) };
}

async function grantOf(trust: Table, id: string): Promise<{ grant: RoleGrant; rev: number }> {
  const listed = await trust.get({ pk: ROLES, sk: id });
  const item = listed === undefined ? undefined : await trust.get(roleKey({ person: String(listed.person), id }));
  if (item === undefined) throw new Refusal(404, 'NO_SUCH_GRANT', 'There is no such grant of a role.');
  return { grant: grantSchema().parse(item) as RoleGrant, rev: Number(item.rev) };
}

function viewOf(grant: RoleGrant, names: ReadonlyMap<string, OrganisationPerson>, today: string) {
  const { id, person, role, from, to, givenBy, approvedBy, reason, endedAt } = grant;
  const over = endedAt !== null || (to !== null && to <= today);
  const state = over ? ('ended' as const) : approvedBy === null ? ('waiting' as const) : ('inForce' as const);
  return { id, person, name: names.get(person)?.name ?? person, role, from, to, state, givenBy, approvedBy, reason };
}
