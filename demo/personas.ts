import type { FunctionalRole } from '../lib/access/grants.ts';
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
/** Police staff with a functional role. */
const STAFF_ROLES = {
  psd: 'psd',
  hr: 'hr',
  analyst: 'analyst',
  administrator: 'administrator',
  auditor: 'auditor',
  steward: 'steward:connect',
  planner: 'workforce',
} as const;
type RoleHolder = keyof typeof STAFF_ROLES;
export type Persona =
  | Seat
  | RoleHolder
  | 'sergeant'
  | 'secondSergeant'
  | 'leaver'
  | 'detective'
  | 'communitySupport'
  | 'staffManager'
  | 'chiefInspector'
  | 'chiefOfficer';
/** Their employee numbers. */
export type Personas = Readonly<Partial<Record<Persona, string>>>;

/** What each shows, in a few words. */
export const SHOWN: Readonly<Record<Persona, string>> = {
  constable: 'own availability and explanation, nobody else’s',
  studentPaired: 'a student whose partner is on duty',
  studentNotPaired: 'a student who may not go out alone',
  tutor: 'no sight of the student’s availability',
  partTimer: 'measured against the own contract',
  restricted: 'a restriction, seen by leaders without its reason',
  suspended: 'not deployable; the reason is not told',
  lapsedTaser: 'a lapsed course that costs points',
  expiredGate: 'a lapsed course without which nobody goes out',
  actingSergeant: 'acting on another team: sees who reports to that post, until it ends',
  transferee: 'joined from another force',
  sergeant: 'the people led: who is deployable now, explanations, pairing',
  secondSergeant: 'on the same team, with people of their own',
  leaver: 'may see nothing from the day of leaving',
  detective: 'another kind of work, other courses',
  communitySupport: 'a PCSO: availability, no productivity',
  staffManager: 'police staff: own reports, never deeper',
  chiefInspector: 'the whole line below, page by page',
  chiefOfficer: 'the force: counts by unit',
  psd: 'a role that opens nobody’s availability',
  hr: 'a role that opens nobody’s availability',
  analyst: 'a role that opens nobody’s availability',
  administrator: 'gives roles; another person approves them',
  auditor: 'approves roles; never sees values',
  steward: 'files of the crime system: what was loaded, held and rejected',
  planner: 'posts and vacancy of units of five posts or more',
};

/** `studentNotPaired` as words. */
export function named(persona: Persona): string {
  return persona.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The functional roles of personas, which no extract brings. */
export function rolesOfPersonas(personas: Personas): { person: string; role: FunctionalRole }[] {
  return Object.entries(STAFF_ROLES).flatMap(([persona, role]) => {
    const person = personas[persona as RoleHolder];
    return person === undefined ? [] : [{ person, role }];
  });
}

const FIRST_TEAM = 'A01-RES-1';

/** Who shows what; a small force lacks the later ones. */
export function personasOf({ people }: DemoForce): Personas {
  const constables = people.filter(({ team, rank }) => team === FIRST_TEAM && rank === 'PC');
  const seats = Object.fromEntries(
    SEATS.flatMap((seat, at) => (constables[at] === undefined ? [] : [[seat, constables[at].id]])),
  );
  const first = (test: (person: DemoPerson) => boolean) => people.find(test)?.id;
  // The first two share a post.
  const staff = people
    .filter(({ type, role, post }) => type === 'STAFF' && role === 'CORPORATE' && !post.endsWith('-S'))
    .slice(2);
  const others: Partial<Record<Persona, string | undefined>> = {
    sergeant: first(({ team, rank }) => team === FIRST_TEAM && rank === 'PS'),
    secondSergeant: first(({ post }) => post === `P-${FIRST_TEAM}-S2`),
    leaver: first(({ leaves }) => leaves !== null),
    detective: first(({ role, rank }) => role === 'INVESTIGATION' && rank === 'PC'),
    communitySupport: first(({ type }) => type === 'PCSO'),
    staffManager: first(({ type, post }) => type === 'STAFF' && post.endsWith('-S')),
    chiefInspector: first(({ rank }) => rank === 'CI'),
    chiefOfficer: first(({ rank }) => rank === 'ACC'),
    ...Object.fromEntries(Object.keys(STAFF_ROLES).map((persona, at) => [persona, staff[at]?.id])),
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
