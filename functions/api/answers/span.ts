import { type BriefView, briefView, type Named, ordered, statusAt, tally, viewOf } from '../../../lib/api/views/brief.ts';
import { addDays, formatInstant } from '../../../lib/dates.ts';
import type { BriefDay } from '../../../lib/generation/items.ts';
import { by } from '../../../lib/order.ts';
import type { OrganisationPerson } from '../../../lib/organisation/snapshot.ts';
import type { Unit } from '../../../lib/organisation/units.ts';
import { policyOn } from '../../../lib/policy/in-force.ts';
import type { PublishedDay } from '../../published-day.ts';
import type { Answers, Ask } from '../ask.ts';
import { Audit } from '../audit.ts';
import { type OpenRow, type Permits, readSingly, readTeams, type Teams } from '../availability-store.ts';
import { isLive } from '../live.ts';
import { allUnits, membersOfTeams, postsOf } from '../organisation.ts';
import { nextCursor, pageOf, positionOf } from '../paging.ts';
import { permitsAmong } from '../permits.ts';
import type { AvailabilityPorts } from '../ports.ts';
import { metaOfDays, pointersOf, UNITS_OF_AVAILABILITY } from '../published.ts';
import { postsHeld } from './organisation.ts';

const PEOPLE_A_PAGE = 500;
const EXPIRING_DAYS = 30;

/** The people a viewer leads are a unit of their own: the morning view. */
export const span: Answers<AvailabilityPorts, 'spanAvailability'> = {
  async spanAvailability(ports, ask) {
    const { query, rights } = ask;
    const { teams, people } = await spanOf(ports, ask);
    const permits = ledAmong(permitsAmong(rights, people));
    const isNow = query.at === 'now';
    // A night shift of yesterday may still run.
    const dates = isNow ? [addDays(rights.today, -1), rights.today] : [query.at];
    const pointers = await pointersOf(ports.registry, dates, rights.now);
    const shown = dates.map((date) => pointers.get(date) ?? null);
    const units = await allUnits(ports.organisation, rights.organisation.generation);
    const read = await readDays(ports, permits, shown, teams, branchOf(teams, units));
    const audit = new Audit(ports.trust, ask);
    for (const { date, rows, singly } of read) {
      for (const row of rows) audit.row(row, date);
      for (const permit of singly) audit.person(permit, date, date);
    }
    await audit.write();
    const names = new Map(units.map(({ code, name }) => [code, name]));
    const lines = linesOf(
      read,
      dates.length,
      permits,
      people,
      (code) => names.get(code) ?? code,
      isNow ? formatInstant(rights.now) : null,
    );
    const { minRanked } = policyOn(ports.policies, dates.at(-1) ?? rights.today);
    // Scores belong to a day; of an instant there is no order.
    const all = isNow ? lines : ordered(lines, rights.viewer.id, minRanked);
    const sized = all.map((line) => ({ ...line, id: line.person }));
    const { page, next } = pageOf(sized, await positionOf(ports, ask), PEOPLE_A_PAGE);
    const kept = new Set(page.map(({ id }) => id));
    const list = all.filter(({ person }) => kept.has(person));
    const cursor = await nextCursor(ports, ask, next);
    return {
      payload: {
        label: `the ${lines.length} people you lead`,
        at: isNow ? rights.today : query.at,
        planned: plannedAs(shown),
        people: lines.length,
        byStatus: tally(lines.map(({ status }) => status)),
        byReason: tally(lines.flatMap(({ reasons }) => reasons)),
        deployable: lines.filter(({ status }) => status === 'deployable').map(({ person }) => person),
        notPaired: lines.filter(({ reasons }) => reasons.includes('STUDENT_NOT_PAIRED')).map(({ person }) => person),
        expiring: lines.flatMap(({ person, daysToExpiry }) =>
          daysToExpiry !== null && daysToExpiry <= EXPIRING_DAYS ? [{ person, days: daysToExpiry }] : [],
        ),
        list,
        cursor,
      },
      meta: metaOfDays(dates.at(-1) ?? rights.today, shown, UNITS_OF_AVAILABILITY, ports.policies),
      next: cursor,
      table: () => briefRows(list),
    };
  },
};

export function briefRows(list: readonly BriefView[]) {
  return {
    columns: ['person', 'name', 'unit', 'relation', 'status', 'reasons', 'limits', 'student', 'daysToExpiry', 'score'],
    rows: list.map(({ person, name, unit, relation, status, reasons, limits, student, daysToExpiry, score }) => [
      person,
      name,
      unit,
      relation,
      status,
      reasons.join(' '),
      limits.join(' '),
      student,
      daysToExpiry,
      score?.closeness ?? null,
    ]),
  };
}

/** Neither the viewer, who may be of the same team, nor whom a grant of break-glass opens is somebody the viewer leads. */
function ledAmong(permits: Permits): Permits {
  return new Map([...permits].filter(([, { relation }]) => relation !== 'self' && relation !== 'break-glass'));
}

/** Everybody who might be led through the posts of the viewer or of a leader whom the viewer covers; `decide` says who is. */
async function spanOf({ organisation }: AvailabilityPorts, { rights }: Ask<'spanAvailability'>): Promise<Span> {
  const { generation } = rights.organisation;
  const own = postsHeld(rights.viewer, rights.today);
  const covered = rights.covered.flatMap((leader) => postsHeld(leader, rights.today));
  const posts = await postsOf(organisation, generation, [...own, ...covered]);
  const teams = [...new Map([...posts.values()].flatMap((post) => post.teams))];
  const people = await membersOfTeams(organisation, generation, teams);
  // Nobody leads themselves, though they may stand on a team that they lead.
  people.delete(rights.viewer.id);
  return { teams, people };
}

/** Fewer rows cost less by name; more of them cost less together, for each by itself is rounded up to 4 KB. */
const FEWEST_OF_A_BRANCH = 10;

/** The unit that holds all of the teams, when they are at least half of what lies below it; null otherwise. */
function branchOf(teams: Teams, units: readonly Unit[]): string | null {
  const [first = [], ...others] = teams.map(([path]) => path.split('/'));
  const differs = first.findIndex((code, at) => others.some((path) => path[at] !== code));
  const branch = (differs < 0 ? first : first.slice(0, differs)).join('/');
  const inside = units.filter(({ path }) => path === branch || path.startsWith(`${branch}/`));
  return branch !== '' && teams.length >= FEWEST_OF_A_BRANCH && 2 * teams.length >= inside.length ? branch : null;
}

interface Span {
  readonly teams: Teams;
  readonly people: ReadonlyMap<string, OrganisationPerson>;
}

interface ReadDay {
  readonly date: string;
  readonly rows: readonly OpenRow[];
  readonly days: ReadonlyMap<string, BriefDay>;
  /** Permits of those who were looked up one by one. */
  readonly singly: readonly NonNullable<ReturnType<Permits['get']>>[];
}

async function readDays(
  { availability }: AvailabilityPorts,
  permits: Permits,
  pointers: readonly (PublishedDay | null)[],
  teams: Teams,
  branch: string | null,
): Promise<ReadDay[]> {
  return Promise.all(
    pointers.filter(isLive).map(async (pointer) => {
      const rows = await readTeams(availability, permits, pointer, teams, branch);
      const found = new Map<string, BriefDay>(rows.flatMap((row) => row.people.map((one) => [one.person, one] as const)));
      const missing = [...permits.values()].filter(({ subject }) => !found.has(subject));
      const single = await readSingly(availability, missing, pointer);
      for (const [id, day] of single) found.set(id, day);
      const singly = missing.filter(({ subject }) => single.has(subject));
      return { date: pointer.date, rows: rows.filter(({ people: some }) => some.length > 0), days: found, singly };
    }),
  );
}

/** A line for everybody of whom something is published, by name, of so many days asked for. `now` null asks for the day, else for the instant. */
function linesOf(
  read: readonly ReadDay[],
  asked: number,
  permits: Permits,
  people: ReadonlyMap<string, OrganisationPerson>,
  unitName: (code: string) => string,
  now: string | null,
): BriefView[] {
  return [...permits.values()]
    .flatMap((permit) => {
      const days = read.flatMap(({ days: found }) => found.get(permit.subject) ?? []);
      const day = days.at(-1);
      const person = people.get(permit.subject);
      if (day === undefined || person === undefined) return [];
      const named: Named = { name: person.name, unit: unitName(person.holdings.at(-1)?.team ?? '') };
      if (now === null) return [briefView(day, named, permit)];
      return [viewOf(day, statusAt(days, now, read.length === asked), named, permit)];
    })
    .sort(byName);
}

const byName = by<BriefView>(
  ({ name }) => name,
  ({ person }) => person,
);

/** Such as "as planned in MyTime": what the duties say that have not been worked yet. */
function plannedAs(pointers: readonly (PublishedDay | null)[]): string {
  const last = pointers.findLast(isLive);
  if (last === undefined) return 'nothing is published for this day';
  return last.status === 'final'
    ? 'as recorded'
    : `as planned in MyTime, computed at ${last.history.at(-1)?.at ?? 'an unknown time'}`;
}
