import { type CoverGrant, grantSchema } from '../../../lib/access/grants.ts';
import { holdingsOn, isActive } from '../../../lib/access/relation.ts';
import { forbidden, Refusal } from '../../../lib/api/problem.ts';
import { formatInstant } from '../../../lib/dates.ts';
import type { OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import { RANKS } from '../../../lib/vocabulary.ts';
import type { LightTable as Table } from '../../aws/light-table.ts';
import type { Answers } from '../ask.ts';
import { personsOf } from '../organisation.ts';
import type { TrustPorts } from '../ports.ts';
import { metaOfOrganisation } from '../published.ts';
import { grantsKey, type Rights } from '../rights.ts';

const DAY_MS = 86_400_000;

/** Where the covers for a leader, and those named for others, are listed; what one says stands with the grants of who covers. */
function listKey(leader: string): string {
  return `COVERS#${leader}`;
}
function coverKey({ person, id }: Pick<CoverGrant, 'person' | 'id'>) {
  return { pk: grantsKey(person), sk: `COVER#${id}` };
}

/** Somebody stands in for a leader for stated hours: named by the leader, or by a leader above. */
export const covers: Answers<TrustPorts, 'covers' | 'nameCover' | 'withdrawCover'> = {
  async covers({ trust, organisation, policies }, { rights }) {
    const named = await listed(trust, rights.viewer.id);
    const own = rights.grants.flatMap((grant) => (grant.kind === 'cover' ? [grant] : []));
    const names = await personsOf(organisation, rights.organisation.generation, peopleIn([...named, ...own]));
    const view = (grant: CoverGrant) => viewOf(grant, names, rights.now);
    return { payload: { named: named.map(view), own: own.map(view) }, meta: metaOfOrganisation(rights, policies) };
  },

  async nameCover({ trust, organisation, policies, access }, { body, rights, requestId }) {
    const leader = leaderOf(rights, body.leader);
    const cover = rights.person(body.cover);
    checkCover(leader, cover, rights.today);
    const [from, to] = [Date.parse(body.from), Date.parse(body.to)];
    if (!(from < to) || to <= rights.now) throw new Refusal(422, 'BAD_HOURS', 'The hours end before they begin, or have passed.');
    if (to - from > access.coverDays * DAY_MS)
      throw new Refusal(422, 'TOO_LONG', `A cover lasts ${access.coverDays} days at most.`);
    const grant: CoverGrant = {
      kind: 'cover',
      id: requestId,
      person: cover.id,
      leader: leader.id,
      from: body.from,
      to: body.to,
      namedBy: rights.viewer.id,
      namedAt: formatInstant(rights.now),
      reason: body.reason,
      endedAt: null,
    };
    // First where it is listed, then where it counts: what counts can always be found and ended, by whoever named it too.
    for (const who of new Set([leader.id, rights.viewer.id]))
      await trust.putIfRev({ pk: listKey(who), sk: grant.id, rev: 1, person: cover.id }, 0);
    await trust.putIfRev({ ...coverKey(grant), rev: 1, ...grant }, 0);
    const names = await personsOf(organisation, rights.organisation.generation, peopleIn([grant]));
    return { status: 201, payload: { cover: viewOf(grant, names, rights.now) }, meta: metaOfOrganisation(rights, policies) };
  },

  async withdrawCover({ trust, organisation, policies }, { params, rights }) {
    const item = await trust.get({ pk: listKey(rights.viewer.id), sk: params.cover });
    if (item === undefined) throw forbidden();
    const key = coverKey({ person: String(item.person), id: params.cover });
    const found = await trust.get(key);
    if (found === undefined) throw forbidden();
    const grant = grantSchema().parse(found) as CoverGrant;
    const ended = grant.endedAt === null ? { ...grant, endedAt: formatInstant(rights.now) } : grant;
    const rev = Number(found.rev);
    if (!(await trust.putIfRev({ ...key, ...ended, rev: rev + 1 }, rev)))
      throw new Refusal(409, 'CHANGED', 'Somebody changed this cover at the same time: look at it again.');
    const names = await personsOf(organisation, rights.organisation.generation, peopleIn([grant]));
    return { payload: { cover: viewOf(ended, names, rights.now) }, meta: metaOfOrganisation(rights, policies) };
  },
};

/** The viewer, or a leader below whom the viewer leads. */
function leaderOf(rights: Rights, id: string | undefined): OrganisationPerson {
  if (id === undefined || id === rights.viewer.id) return rights.viewer;
  rights.permit(id, 'lead');
  return rights.person(id) ?? rights.viewer;
}

/** An officer of at least the leader's rank, or one who is acting up now. */
function checkCover(
  leader: OrganisationPerson,
  cover: OrganisationPerson | null,
  today: string,
): asserts cover is OrganisationPerson {
  const rankOf = ({ rank }: OrganisationPerson) => (RANKS as readonly (string | null)[]).indexOf(rank);
  const may =
    cover !== null &&
    cover.type === 'OFFICER' &&
    isActive(cover, today) &&
    cover.id !== leader.id &&
    (rankOf(cover) >= rankOf(leader) || holdingsOn(cover, today).some(({ kind }) => kind === 'ACTING' || kind === 'TEMPORARY'));
  if (!may || holdingsOn(leader, today).length === 0)
    throw new Refusal(422, 'NOT_A_COVER', "A cover is an officer of at least the leader's rank, or one who is acting.");
}

async function listed(trust: Table, leader: string): Promise<CoverGrant[]> {
  const items = await trust.query(listKey(leader));
  const keys = items.map((item) => coverKey({ person: String(item.person), id: String(item.sk) }));
  const grants = keys.length === 0 ? [] : await trust.getMany(keys);
  return grants.map((grant) => grantSchema().parse(grant) as CoverGrant).sort((a, b) => (a.from < b.from ? -1 : 1));
}

function peopleIn(grants: readonly CoverGrant[]): string[] {
  return grants.flatMap(({ person, leader }) => [person, leader]);
}

function viewOf(grant: CoverGrant, names: ReadonlyMap<string, OrganisationPerson>, now: number) {
  const { id, person, leader, from, to, namedBy, reason, endedAt } = grant;
  const named = (one: string) => ({ id: one, name: names.get(one)?.name ?? one });
  const over = endedAt !== null || Date.parse(to) <= now;
  const state = over ? ('ended' as const) : Date.parse(from) > now ? ('toCome' as const) : ('inForce' as const);
  return { id, cover: named(person), leader: named(leader), from, to, namedBy, reason, state };
}
