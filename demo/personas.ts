import { addDays, type LocalDate } from '../lib/dates.ts';
import type { DemoForce, DemoPerson } from './force.ts';

/** People of the first response team who each show a rule; in order of their seats. */
const SEATS = [
  'constable',
  'studentPaired',
  'studentNotPaired',
  'tutor',
  'partTimer',
  'restricted',
  'suspended',
  'lapsedTaser',
  'expiredGate',
  'actingSergeant',
  'transferee',
] as const;
type Seat = (typeof SEATS)[number];
export type Persona =
  | Seat
  | 'sergeant'
  | 'leaver'
  | 'detective'
  | 'communitySupport'
  | 'staffManager'
  | 'chiefInspector'
  | 'chiefOfficer';
export type Personas = Readonly<Partial<Record<Persona, string>>>;

const FIRST_TEAM = 'A01-RES-1';

/** Who shows what; a small force lacks the later ones. */
export function personasOf({ people }: DemoForce): Personas {
  const constables = people.filter(({ team, rank }) => team === FIRST_TEAM && rank === 'PC');
  const seats = Object.fromEntries(
    SEATS.flatMap((seat, at) => (constables[at] === undefined ? [] : [[seat, constables[at].id]])),
  );
  const first = (test: (person: DemoPerson) => boolean) => people.find(test)?.id;
  const others: Partial<Record<Persona, string | undefined>> = {
    sergeant: first(({ team, rank }) => team === FIRST_TEAM && rank === 'PS'),
    leaver: first(({ leaves }) => leaves !== null),
    detective: first(({ role, rank }) => role === 'INVESTIGATION' && rank === 'PC'),
    communitySupport: first(({ type }) => type === 'PCSO'),
    staffManager: first(({ type, post }) => type === 'STAFF' && post.endsWith('-S')),
    chiefInspector: first(({ rank }) => rank === 'CI'),
    chiefOfficer: first(({ rank }) => rank === 'ACC'),
  };
  return { ...seats, ...(Object.fromEntries(Object.entries(others).filter(([, id]) => id !== undefined)) as Personas) };
}

/** Days before a fixed day on which the personas joined: their rule must show whatever the day. */
const JOINED_BEFORE: Readonly<Partial<Record<Seat, number>>> = {
  constable: 2000,
  studentPaired: 190,
  studentNotPaired: 200,
  tutor: 3200,
  partTimer: 4000,
  restricted: 3000,
  suspended: 2500,
  lapsedTaser: 2200,
  expiredGate: 2400,
  actingSergeant: 3600,
  transferee: 400,
};

export function withPersonas(force: DemoForce, day: LocalDate): DemoForce {
  const seatOf = new Map(Object.entries(personasOf(force)).map(([seat, id]) => [id, seat as Seat]));
  const people = force.people.map((person): DemoPerson => {
    const seat = seatOf.get(person.id);
    const before = seat === undefined ? undefined : JOINED_BEFORE[seat];
    if (before === undefined) return person;
    return {
      ...person,
      type: 'OFFICER',
      rank: 'PC',
      joined: addDays(day, -before),
      leaves: null,
      fte: seat === 'partTimer' ? 0.6 : 1,
    };
  });
  return { ...force, people };
}
