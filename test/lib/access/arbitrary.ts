import fc from 'fast-check';
import { FUNCTIONAL_ROLES, type Grant } from '../../../lib/access/grants.ts';
import type { RowOf } from '../../../lib/sources/catalogue.ts';
import { ASSIGNMENT_KINDS, PERSON_TYPES } from '../../../lib/vocabulary.ts';
import { assignmentRow, personRow, positionRow } from '../day/world.ts';
import type { Question } from './ask.ts';
import { breakGlass, cover, role } from './grant-rows.ts';
import type { Rows } from './oracle.ts';

/** Viewer, subject, a leader whom a cover may name, and one more. */
const IDS = ['V', 'S', 'L', 'X'] as const;
const POSTS = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
/** Around the end of summer time. */
const DAYS = ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27'] as const;
export const DAY_OF_EXTRACTS = DAYS[0];
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

export interface World {
  readonly rows: Rows;
  readonly question: Question & { readonly viewer: string; readonly subject: string };
}

const start = fc.constantFrom('2020-01-01', '2020-01-01', ...DAYS);
const end = fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, fc.constantFrom(...DAYS));
const post = fc.constantFrom(...POSTS);

const positions = fc
  .array(fc.constantFrom<(string | null)[]>(null, ...POSTS, ...POSTS, 'GONE'), {
    minLength: POSTS.length,
    maxLength: POSTS.length,
  })
  .map((tops) => POSTS.map((id, n) => positionRow(id, 'T', { reports_to_position_id: tops[n] ?? null })));

const held = fc.record({
  kind: fc.constantFrom('SUBSTANTIVE', ...ASSIGNMENT_KINDS),
  position_id: fc.oneof({ arbitrary: post, weight: 9 }, fc.constantFrom(null, 'GONE')),
  effective_from: start,
  effective_to: end,
}) satisfies fc.Arbitrary<Partial<RowOf<'assignments'>>>;

const everybody = fc.tuple(...IDS.map((id) => fc.tuple(personOf(id), fc.array(held, { maxLength: 4 })))).map((people) => ({
  people: people.map(([row]) => row),
  assignments: people.flatMap(([{ employee_no: id }, holdings]) =>
    holdings.map((over, n) => assignmentRow(id, 'T', { assignment_id: `${id}-${n}`, ...over })),
  ),
}));

function personOf(id: string): fc.Arbitrary<RowOf<'people'>> {
  return fc
    .record({
      person_type: fc.constantFrom('OFFICER', 'OFFICER', ...PERSON_TYPES),
      force_start: fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, fc.constantFrom(...DAYS)),
      leave_date: fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, fc.constantFrom(...DAYS)),
    })
    .map((over) => personRow(id, over));
}

const now = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.constantFrom(-1, 0, 0, 1800 * SECOND))
  .map(([hour, more]) => Date.parse('2026-10-23T22:00:00Z') + hour * HOUR + more);

/** Hours beside the instant asked about: begun, about to, over, too long, withdrawn. */
const hours = (instant: number) =>
  fc
    .record({
      before: fc.constantFrom(0, SECOND, HOUR, 8 * HOUR, 14 * DAY, -SECOND),
      length: fc.constantFrom(HOUR, 8 * HOUR, 8 * HOUR + SECOND, 14 * DAY, 14 * DAY + SECOND),
      endedAfter: fc.constantFrom(null, null, null, -SECOND, 0, HOUR),
    })
    .map(({ before, length, endedAfter }) => ({
      from: wholeSecond(instant - before),
      to: wholeSecond(instant - before + length),
      endedAt: endedAfter === null ? null : wholeSecond(instant + endedAfter),
    }));

/** As a grant writes an instant. */
export function wholeSecond(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

const somebody = fc.constantFrom(...IDS, 'NOBODY');

export const covers = (instant: number) =>
  fc.tuple(somebody, somebody, hours(instant)).map(([person, leader, over]) => cover(person, leader, over));
export const glasses = (instant: number) =>
  fc
    .tuple(somebody, somebody, somebody, hours(instant))
    .map(([person, subject, approver, over]) => breakGlass(person, subject, approver, over));
export const roles = fc
  .record({ person: somebody, role: fc.constantFrom(...FUNCTIONAL_ROLES), from: start, to: end })
  .map(({ person, ...over }) => role(person, over));

/** Four people at five posts, with dates around the instant asked about and grants among them. */
export const world: fc.Arbitrary<World> = now.chain((instant) =>
  fc
    .record({
      positions,
      everybody,
      given: fc.array(fc.oneof(covers(instant), glasses(instant), roles) as fc.Arbitrary<Grant>, { maxLength: 5 }),
      age: fc.constantFrom(0, 0, 0, 0, 0, 7 * DAY, 7 * DAY + SECOND),
      subject: fc.constantFrom('S', 'S', 'S', 'S', 'V', 'NOBODY'),
    })
    .map(({ positions, everybody, given, age, subject }) => ({
      rows: { positions, ...everybody },
      question: { viewer: 'V', subject, now: instant, dataTo: new Date(instant - age).toISOString(), given },
    })),
);

/** The same, and L stands right above S while V does not: what L may see is what a cover is about. */
export const ledWorld: fc.Arbitrary<World> = world.map(({ rows, question }) => ({
  rows: {
    positions: [
      ...rows.positions.filter(({ position_id }) => position_id !== 'P1' && position_id !== 'P2'),
      positionRow('P1', 'T', { reports_to_position_id: 'P2' }),
      positionRow('P2', 'T'),
    ],
    people: rows.people.map((row) => ({
      ...row,
      force_start: null,
      leave_date: row.employee_no === 'V' ? null : row.leave_date,
    })),
    assignments: [
      ...rows.assignments.filter(({ employee_no }) => employee_no === 'X'),
      assignmentRow('S', 'T', { position_id: 'P1' }),
      assignmentRow('L', 'T', { position_id: 'P2' }),
      assignmentRow('V', 'T', { position_id: 'P5' }),
    ],
  },
  question,
}));
