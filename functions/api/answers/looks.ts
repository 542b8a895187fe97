import { decide } from '../../../lib/access/decide.ts';
import { forbidden } from '../../../lib/api/problem.ts';
import type { LightTable as Table } from '../../aws/light-table.ts';
import type { Answers } from '../ask.ts';
import { readSeen, type Seen, seenOfPerson, seenOfUnit } from '../audit.ts';
import { allUnits, personsOf } from '../organisation.ts';
import { nextCursor, positionOf } from '../paging.ts';
import type { TrustPorts } from '../ports.ts';
import { metaOfOrganisation } from '../published.ts';
import { type Rights, viewerOf } from '../rights.ts';

const LOOKS_A_PAGE = 100;

/** Who looked at me, and why somebody may or may not see somebody. */
export const looks: Answers<TrustPorts, 'availabilityViews' | 'accessDecision'> = {
  async availabilityViews(ports, ask) {
    const { rights } = ask;
    const { id } = rights.viewer;
    const before = await positionOf(ports, ask);
    const units = await unitsOf(ports.organisation, rights);
    const own = await seenBefore(ports.trust, seenOfPerson(id), before);
    const rows = await Promise.all(units.map((unit) => ownRowsBefore(ports.trust, seenOfUnit(unit), before, id)));
    const all = [...own.map((seen) => ({ ...seen, relation: seen.relation ?? '' })), ...rows.flat()]
      .filter(({ viewer }) => viewer !== id)
      .sort((a, b) => (a.sk > b.sk ? -1 : 1));
    const page = all.slice(0, LOOKS_A_PAGE);
    const names = await personsOf(
      ports.organisation,
      rights.organisation.generation,
      page.map(({ viewer }) => viewer),
    );
    const views = page.map(({ at, viewer, relation, what, from, to, fields }) => ({
      at,
      viewer: { id: viewer, name: names.get(viewer)?.name ?? viewer },
      relation,
      what,
      from,
      to,
      fields,
    }));
    const cursor = await nextCursor(ports, ask, all.length > LOOKS_A_PAGE ? (page.at(-1)?.sk ?? null) : null);
    return {
      payload: { views, cursor },
      meta: metaOfOrganisation(rights, ports.policies),
      next: cursor,
      table: () => ({
        columns: ['at', 'viewer', 'name', 'relation', 'what', 'from', 'to', 'fields'],
        rows: views.map(({ at, viewer, relation, what, from, to, fields }) => [
          at,
          viewer.id,
          viewer.name,
          relation,
          what,
          from,
          to,
          fields,
        ]),
      }),
    };
  },

  async accessDecision(ports, { query, rights }) {
    const viewer = query.viewer ?? rights.viewer.id;
    // Only an auditor may ask about others; everybody else learns nothing, not even whether they exist.
    if (viewer !== rights.viewer.id && !rights.roles.includes('auditor')) throw forbidden();
    const subject = rights.person(query.subject);
    const decision =
      viewer === rights.viewer.id
        ? rights.decide(subject)
        : decide(
            await viewerOf(ports, rights.organisation.generation, rights.person(viewer), rights.now),
            'read',
            subject,
            rights.organisation,
            rights.now,
            ports.access,
          );
    const why = decision.allowed ? decision.permit.relation : decision.reason;
    return {
      payload: { viewer, subject: query.subject, allowed: decision.allowed, why },
      meta: metaOfOrganisation(rights, ports.policies),
    };
  },
};

/** Every unit whose rows or counts the viewer has been part of: those of all holdings, and all above them. */
async function unitsOf(organisation: Table, { viewer, organisation: { generation } }: Rights): Promise<string[]> {
  const paths = new Map((await allUnits(organisation, generation)).map(({ code, path }) => [code, path]));
  return [...new Set(viewer.holdings.flatMap(({ team }) => (paths.get(team) ?? team).split('/')))].sort();
}

async function seenBefore(trust: Table, pk: string, before: string | null): Promise<(Seen & { sk: string })[]> {
  const bounds = before === null ? {} : { to: before };
  const items = await trust.query(pk, { ...bounds, newestFirst: true, limit: LOOKS_A_PAGE + 1 });
  return items.map((item) => ({ ...readSeen(item), sk: String(item.sk) })).filter(({ sk }) => sk !== before);
}

type OwnPart = Seen & { sk: string; relation: string };

/** Others of a team may be looked at any number of times without the viewer: reads on until the page is full. */
async function ownRowsBefore(trust: Table, pk: string, before: string | null, id: string): Promise<OwnPart[]> {
  const found: OwnPart[] = [];
  let position = before;
  for (;;) {
    const rows = await seenBefore(trust, pk, position);
    found.push(...rows.flatMap((seen) => ownPart(seen, id)));
    if (rows.length < LOOKS_A_PAGE || found.length > LOOKS_A_PAGE) return found;
    position = rows.at(-1)?.sk ?? null;
  }
}

/** A look at a row is one at me only if I was not left out of it; at no more of me than the relation opens. */
function ownPart(seen: Seen & { sk: string }, id: string): OwnPart[] {
  const relation = Object.entries(seen.members ?? {}).find(([, members]) => members.includes(id))?.[0];
  return relation === undefined ? [] : [{ ...seen, relation, fields: relation === 'cover' ? 'cover' : seen.fields }];
}
