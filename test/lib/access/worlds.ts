import type { Grant } from '../../../lib/access/grants.ts';
import { atLocalTime } from '../../../lib/calendar.ts';
import type { RowOf } from '../../../lib/sources/catalogue.ts';
import { ASSIGNMENT_KINDS, PERSON_TYPES, type PersonType } from '../../../lib/vocabulary.ts';
import { assignmentRow, personRow, positionRow } from '../day/world.ts';
import { breakGlass, cover } from './grant-rows.ts';

/** The day of the extracts; the posts of it make the line of command. */
export const EXTRACT_DAY = '2026-04-20';
const POSTS = ['A', 'B', 'C'] as const;
const HOUR = 3_600_000;

type Kind = (typeof ASSIGNMENT_KINDS)[number];
type Dates = readonly [from: string, to: string | null];
type Held = readonly [kind: Kind, post: string | null, dates: Dates];
export type Graph = readonly RowOf<'positions'>[];

interface Someone {
  readonly id: string;
  readonly row: RowOf<'people'>;
  readonly assignments: readonly RowOf<'assignments'>[];
}

export interface Moment {
  readonly now: number;
  readonly dataTo: string;
}

/** Every combination of a graph, a pair, a moment and what the viewer was given is a world. */
export interface Family {
  readonly name: string;
  readonly graphs: readonly Graph[];
  readonly people: readonly Someone[];
  readonly pairs: readonly (readonly [viewer: string, subject: string])[];
  readonly moments: readonly Moment[];
  readonly given: (viewer: string, subject: string) => readonly (readonly Grant[])[];
}

const LONG_AGO: Dates = ['2020-01-01', null];
const FIRST: Dates = ['2026-04-02', '2026-06-01'];
const SECOND: Dates = ['2026-05-01', null];
const EMPLOYMENT_EDGE = '2026-05-15';

const SOME_DAY = moments(Date.parse('2026-04-20T12:00:00Z'));

/** Each post reports to none, to itself or to one of the others. */
const GRAPHS = graphsOver([null, ...POSTS]);

export const FAMILIES: readonly Family[] = [lines(), kinds(), dates(), employment(), faults(), age(), given()];

/** Every set of posts that somebody can stand at, with up to two secondments beside, on both sides. */
function lines(): Family {
  const own = subsets(POSTS);
  const away = upToTwo([...POSTS, null]);
  const standings = own.flatMap((posts) => away.map((hosts): Held[] => [...posts.map(atOwn), ...hosts.map(seconded)]));
  return family('every standing of two people', {
    viewers: (['OFFICER', 'STAFF'] as const).flatMap((type) => standings.map((held, n) => someone(`${type}-${n}`, type, held))),
    subjects: standings.map((held, n) => someone(`S-${n}`, n % 2 === 0 ? 'OFFICER' : 'STAFF', held)),
  });
}

/** Every two holdings of every kind, on both sides. */
function kinds(): Family {
  const sets = upToTwo(holdings(ASSIGNMENT_KINDS, [LONG_AGO]));
  return family('every kind of holding, two a person', {
    viewers: (['OFFICER', 'STAFF'] as const).flatMap((type) => sets.map((held, n) => someone(`${type}-${n}`, type, held))),
    subjects: sets.map((held, n) => someone(`S-${n}`, n % 2 === 0 ? 'OFFICER' : 'STAFF', held)),
  });
}

/** Two holdings of the one and one of the other, each with either pattern of dates, around every edge. */
function dates(): Family {
  const single = holdings(['ACTING', 'SECONDMENT'], [FIRST, SECOND]);
  const at = (name: string, type: PersonType, sets: readonly (readonly Held[])[]) =>
    sets.map((held, n) => someone(`${name}-${n}`, type, held));
  const [one, two] = [[[], ...single.map((held) => [held])], upToTwo(single)];
  const above = { viewers: [...at('V1', 'OFFICER', one), ...at('V1S', 'STAFF', one)], subjects: at('S2', 'STAFF', two) };
  const below = { viewers: at('V2', 'OFFICER', two), subjects: at('S1', 'OFFICER', one) };
  return {
    ...family('dates of holdings', {
      viewers: [...above.viewers, ...below.viewers],
      subjects: [...above.subjects, ...below.subjects],
    }),
    pairs: [above, below].flatMap(pairsOf),
    moments: around(FIRST[0], SECOND[0], String(FIRST[1])),
  };
}

/** Joiners and leavers of every kind on both sides, at every post. */
function employment(): Family {
  const terms: readonly Dates[] = [
    ['2020-01-01', null],
    [EMPLOYMENT_EDGE, null],
    ['2020-01-01', EMPLOYMENT_EDGE],
    [FIRST[0], EMPLOYMENT_EDGE],
  ];
  const everybody = (name: string) =>
    PERSON_TYPES.flatMap((type) =>
      terms.flatMap(([force_start, leave_date], n) =>
        [null, ...POSTS].map((post) =>
          someone(`${name}-${type}-${n}-${post}`, type, post === null ? [] : [atOwn(post)], { force_start, leave_date }),
        ),
      ),
    );
  return {
    ...family('joiners and leavers', { viewers: everybody('V'), subjects: everybody('S') }),
    moments: around(FIRST[0], EMPLOYMENT_EDGE),
  };
}

/** Posts that report to no post there is, or to one that ended. */
function faults(): Family {
  const orphans = graphsOver([null, ...POSTS, 'GONE']).filter((graph) =>
    graph.some(({ reports_to_position_id: top }) => top === 'GONE'),
  );
  const ended = GRAPHS.map((graph) =>
    graph.map((row) => (row.position_id === 'C' ? { ...row, effective_to: EXTRACT_DAY } : row)),
  );
  const replaced = GRAPHS.map(
    (graph): Graph => [
      positionRow('C', 'T', { effective_from: '2026-01-01', reports_to_position_id: 'A' }),
      ...graph,
      positionRow('B', 'T', { effective_from: '2026-05-01', reports_to_position_id: 'C' }),
    ],
  );
  return { ...family('orphans, ended and replaced posts', everyPost(PERSON_TYPES)), graphs: [...orphans, ...ended, ...replaced] };
}

/** The organisation up to the limit of its age, and one millisecond older. */
function age(): Family {
  const now = Date.parse('2026-04-20T12:00:00Z');
  const ages = [-HOUR, 0, 7 * 24 * HOUR, 7 * 24 * HOUR + 1];
  return {
    ...family('age of the organisation', everyPost(PERSON_TYPES)),
    moments: ages.map((old) => ({ now, dataTo: new Date(now - old).toISOString() })),
  };
}

/** A third person, at every post, whom a grant names as leader or approver. */
function given(): Family {
  const { viewers, subjects } = everyPost(['OFFICER', 'STAFF']);
  const thirds = (['OFFICER', 'STAFF'] as const).flatMap((type) => [
    ...[null, ...POSTS].map((post) => someone(`T-${type}-${post}`, type, post === null ? [] : [atOwn(post)])),
    someone(`T-${type}-away`, type, [atOwn('A'), seconded('B')]),
  ]);
  const left = someone('T-left', 'OFFICER', [atOwn('A')], { leave_date: EXTRACT_DAY });
  return {
    ...family('a third person named by a grant', { viewers, subjects }),
    people: [...viewers, ...subjects, ...thirds, left],
    given: (viewer, subject) =>
      [...[...thirds, left].map(({ id }) => id), viewer, subject, 'NOBODY'].flatMap((third) => [
        [cover(viewer, third)],
        [breakGlass(viewer, subject, third)],
        [cover(viewer, third), breakGlass(viewer, subject, third)],
        [cover(third, viewer), cover('T-OFFICER-C', third), breakGlass(third, subject, 'T-OFFICER-B')],
      ]),
  };
}

interface Sides {
  readonly viewers: readonly Someone[];
  readonly subjects: readonly Someone[];
}

/** Whole: each viewer on each subject and on themselves, over every graph, on one day, with nothing given. */
function family(name: string, sides: Sides): Family {
  return {
    name,
    graphs: GRAPHS,
    people: [...sides.viewers, ...sides.subjects],
    pairs: [...sides.viewers.map(({ id }) => [id, id] as const), ...pairsOf(sides)],
    moments: SOME_DAY,
    given: () => [[]],
  };
}

function pairsOf({ viewers, subjects }: Sides): (readonly [string, string])[] {
  return viewers.flatMap((viewer) => subjects.map((subject) => [viewer.id, subject.id] as const));
}

function everyPost(types: readonly PersonType[]): Sides {
  const at = (name: string) =>
    types.flatMap((type) =>
      [null, ...POSTS].map((post) => someone(`${name}-${type}-${post}`, type, post === null ? [] : [atOwn(post)])),
    );
  return { viewers: at('V'), subjects: at('S') };
}

function someone(id: string, type: PersonType, held: readonly Held[], over: Partial<RowOf<'people'>> = {}): Someone {
  return {
    id,
    row: personRow(id, { person_type: type, ...over }),
    assignments: held.map(([kind, position_id, [effective_from, effective_to]], n) =>
      assignmentRow(id, 'T', { assignment_id: `${id}-${n}`, position_id, kind, effective_from, effective_to }),
    ),
  };
}

/** A kind for each post, for the three count alike. */
function atOwn(post: string): Held {
  const kind = ({ A: 'SUBSTANTIVE', B: 'ACTING', C: 'TEMPORARY' } as const)[post] ?? 'SUBSTANTIVE';
  return [kind, post, LONG_AGO];
}

function seconded(post: string | null): Held {
  return ['SECONDMENT', post, LONG_AGO];
}

function holdings(ofKinds: readonly Kind[], patterns: readonly Dates[]): Held[] {
  return ofKinds.flatMap((kind) =>
    (kind === 'SECONDMENT' ? [...POSTS, null] : POSTS).flatMap((post) => patterns.map((pattern): Held => [kind, post, pattern])),
  );
}

function upToTwo<T>(all: readonly T[]): T[][] {
  return [[], ...all.map((one) => [one]), ...all.flatMap((one, n) => all.slice(n + 1).map((other) => [one, other]))];
}

function subsets<T>(all: readonly T[]): T[][] {
  return all.reduce<T[][]>((sets, one) => sets.flatMap((set) => [set, [...set, one]]), [[]]);
}

function graphsOver(tops: readonly (string | null)[]): Graph[] {
  return POSTS.reduce<Graph[]>(
    (graphs, post) =>
      graphs.flatMap((graph) => tops.map((top) => [...graph, positionRow(post, 'T', { reports_to_position_id: top })])),
    [[]],
  );
}

function moments(...instants: readonly number[]): Moment[] {
  return instants.map((now) => ({ now, dataTo: new Date(now).toISOString() }));
}

/** The last millisecond before each day and its first one, all in summer time, and a day in winter long after. */
function around(...days: readonly string[]): Moment[] {
  const midnights = days.map((day) => atLocalTime(day, '00:00'));
  return moments(...midnights.flatMap((midnight) => [midnight - 1, midnight]), Date.parse('2027-01-10T12:00:00Z'));
}
