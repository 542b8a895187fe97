import { type Seen, seenOfPerson, seenOfUnit } from '../../functions/api/audit.ts';
import type { RouteId } from '../../lib/api/routes.ts';
import { addDays } from '../../lib/dates.ts';
import { numberOf, TODAY, TOMORROW, WINDOW, YESTERDAY } from './force.ts';

export type Entry = Pick<Seen, 'from' | 'to' | 'fields' | 'relation' | 'members' | 'omitted'> & { readonly pk: string };

/** A question about availability, and the entries of the record that it leaves. */
export interface Look {
  readonly route: RouteId;
  readonly viewer: string;
  readonly path: string;
  readonly entries: readonly Entry[];
}

type Days = readonly [from: string, to: string];
const RANGE: Days = [addDays(TODAY, -2), TOMORROW];
const range = `from=${RANGE[0]}&to=${RANGE[1]}`;
const only = (day: string): Days => [day, day];

function ofPerson(name: string, [from, to]: Days, relation: string, fields = 'leader'): Entry {
  return { pk: seenOfPerson(numberOf(name)), from, to, fields, relation, members: null, omitted: [] };
}

function ofUnit(
  unit: string,
  day: string,
  members: Record<string, readonly string[]>,
  omitted: readonly string[] = [],
  fields = 'leader',
): Entry {
  const sorted = Object.entries(members).map(([relation, some]) => [relation, some.toSorted()]);
  const people = Object.fromEntries(sorted) as Record<string, string[]>;
  return { pk: seenOfUnit(unit), from: day, to: day, fields, relation: null, members: people, omitted: omitted.toSorted() };
}

const FIRST = ['PCSO', 'constable', 'job-share', 'officer', 'special', 'student', 'tutor'];
const OTHERS = ['acting-sergeant', 'break-glass', 'other-sergeant', 'sergeant', 'third-relief'];
const RELIEF = [...FIRST, ...OTHERS];
const PEERS = [
  ...['acting-sergeant', 'constable', 'job-share', 'officer', 'student', 'third-relief', 'tutor'],
  ...Array.from({ length: 16 }, (_, n) => `beat-${n + 1}`),
];
const but = (all: readonly string[], ...some: string[]) => all.filter((one) => !some.includes(one));

export const LOOKS: readonly Look[] = [
  {
    ...{ route: 'personAvailability', viewer: 'sergeant', path: `/v1/people/officer/availability?${range}` },
    entries: [ofPerson('officer', RANGE, 'first-line')],
  },
  {
    ...{ route: 'personAvailability', viewer: 'officer', path: `/v1/people/officer/availability?${range}` },
    entries: [ofPerson('officer', RANGE, 'self', 'own')],
  },
  {
    ...{ route: 'personAvailability', viewer: 'cover', path: `/v1/people/officer/availability?${range}` },
    entries: [ofPerson('officer', RANGE, 'cover', 'cover')],
  },
  {
    ...{ route: 'personAvailability', viewer: 'break-glass', path: `/v1/people/seconded/availability?${range}` },
    entries: [ofPerson('seconded', RANGE, 'break-glass')],
  },
  {
    ...{ route: 'availabilityExplanation', viewer: 'superintendent' },
    path: `/v1/people/officer/availability/${YESTERDAY}/explanation`,
    entries: [ofPerson('officer', only(YESTERDAY), 'chain')],
  },
  {
    ...{ route: 'personProductivityDays', viewer: 'sergeant' },
    path: `/v1/people/officer/productivity/days?${range}&window=7`,
    // The first window of seven days looks back at the six before.
    entries: [ofPerson('officer', [addDays(RANGE[0], -6), TOMORROW], 'first-line')],
  },
  {
    ...{ route: 'personRecords', viewer: 'sergeant', path: `/v1/people/officer/productivity/records?date=${YESTERDAY}` },
    entries: [ofPerson('officer', only(YESTERDAY), 'first-line')],
  },
  {
    ...{ route: 'comparisonPeople', viewer: 'officer', path: '/v1/productivity/comparison/people?metric=arrests' },
    entries: [ofPerson('officer', [WINDOW.start, WINDOW.end], 'self', 'own')],
  },
  {
    ...{ route: 'comparisonPeople', viewer: 'superintendent' },
    path: '/v1/productivity/comparison/people?metric=arrests&person=officer',
    entries: PEERS.map((peer) => ofPerson(peer, [WINDOW.start, WINDOW.end], 'chain')),
  },
  {
    ...{ route: 'pairings', viewer: 'cover', path: `/v1/people/officer/pairings?date=${TODAY}` },
    entries: [ofPerson('officer', only(TODAY), 'cover', 'cover')],
  },
  {
    ...{ route: 'spanAvailability', viewer: 'sergeant', path: `/v1/me/span/availability?at=${YESTERDAY}` },
    entries: [ofUnit('RELIEF', YESTERDAY, { 'first-line': FIRST }, OTHERS)],
  },
  {
    ...{ route: 'spanAvailability', viewer: 'cover', path: `/v1/me/span/availability?at=${TODAY}` },
    entries: [ofUnit('RELIEF', TODAY, { cover: FIRST }, OTHERS, 'cover')],
  },
  {
    ...{ route: 'spanAvailability', viewer: 'staff manager', path: '/v1/me/span/availability' },
    // A night shift of yesterday may still run.
    entries: [YESTERDAY, TODAY].map((day) => ofUnit('DESK', day, { 'staff-direct': ['staff'] })),
  },
  {
    ...{ route: 'unitAvailability', viewer: 'superintendent', path: `/v1/org-units/RELIEF/availability?date=${YESTERDAY}` },
    entries: [ofUnit('RELIEF', YESTERDAY, { chain: RELIEF })],
  },
  {
    ...{ route: 'unitEstablishment', viewer: 'superintendent', path: `/v1/org-units/RELIEF/establishment?date=${YESTERDAY}` },
    entries: [ofUnit('RELIEF', YESTERDAY, { chain: RELIEF })],
  },
  {
    ...{ route: 'unitAvailabilityPeople', viewer: 'break-glass' },
    path: `/v1/org-units/RELIEF/availability/people?date=${YESTERDAY}`,
    entries: [
      ofUnit(
        ...(['RELIEF', YESTERDAY] as const),
        { self: ['break-glass'], 'first-line': ['third-relief'], 'break-glass': ['officer'] },
        but(RELIEF, 'break-glass', 'third-relief', 'officer'),
      ),
    ],
  },
  {
    ...{ route: 'unitProductivityDays', viewer: 'host sergeant' },
    path: `/v1/org-units/HOST/productivity/days?from=${YESTERDAY}&to=${TODAY}`,
    entries: [YESTERDAY, TODAY].map((day) =>
      ofUnit('HOST', day, { self: ['host-sergeant'], 'first-line': ['host-constable', 'seconded'] }),
    ),
  },
];

/** What is open, what is refused and what shows nobody leaves nothing. */
export const NO_LOOKS: readonly (readonly [viewer: string, path: string])[] = [
  ['sergeant', '/v1/people/officer/productivity'],
  ['sergeant', '/v1/org-units/RELIEF/productivity/people'],
  ['sergeant', '/v1/access-decisions?subject=officer'],
  ['officer', '/v1/me/availability-views'],
  ['tutor', `/v1/people/officer/availability?${range}`],
  ['sergeant', `/v1/people/unknown/availability?${range}`],
  ['sergeant', `/v1/org-units/RELIEF/availability?date=${YESTERDAY}`],
  ['analyst', `/v1/org-units/RELIEF/establishment?date=${YESTERDAY}`],
  ['staff head', `/v1/org-units/RELIEF/availability/people?date=${YESTERDAY}`],
  ['staff head', '/v1/productivity/comparison/people?metric=arrests&person=officer'],
];
