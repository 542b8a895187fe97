import { addDays } from '../lib/dates.ts';
import { CANARY } from './canaries.ts';
import type { DemoForce, DemoPerson } from './force.ts';
import { personasOf } from './personas.ts';
import { randomOf } from './random.ts';

const LONG_AGO = '2015-01-01';
const UPDATED = '2026-01-05T06:00:00Z';
const COURSES: Readonly<Record<string, readonly string[]>> = {
  RESPONSE: ['TASER', 'RESPONSE_DRIVING', 'BWV', 'STOP_SEARCH', 'MENTAL_HEALTH'],
  NEIGHBOURHOOD: ['TASER', 'BWV', 'STOP_SEARCH', 'PROBLEM_SOLVING'],
  INVESTIGATION: ['PIP2', 'ABE_INTERVIEW', 'DISCLOSURE'],
  CUSTODY: ['CUSTODY_SAFETY', 'MENTAL_HEALTH'],
  CORPORATE: [],
  COMMAND: [],
};

export function unitRows({ units }: DemoForce): string[][] {
  return units.map(({ code, type, parent, name }) => [
    code,
    LONG_AGO,
    type,
    parent,
    name,
    type === 'TEAM' ? '5' : '',
    '',
    UPDATED,
  ]);
}

export function positionRows({ posts }: DemoForce): string[][] {
  return posts.map(({ id, team, reportsTo, role, rank, status }) => [
    id,
    LONG_AGO,
    team,
    reportsTo,
    role === 'COMMAND' ? 'CORPORATE' : role,
    rank,
    '1',
    status ?? 'ACTIVE',
    '',
    UPDATED,
  ]);
}

export function personFields({ id, type, rank, surname, givenName, joined, leaves, fte }: DemoPerson): string[] {
  const grade = type === 'OFFICER' ? '' : 'D';
  return [
    id,
    type,
    rank,
    grade,
    ...(id === CANARY.employeeNo
      ? [CANARY.collarNo, CANARY.upn, CANARY.directoryId]
      : [`C${id.slice(-4)}`, `p${id}@demo.invalid`, `dir-${id}`]),
    surname,
    givenName,
    joined,
    joined,
    leaves ?? '',
    String(fte),
    String(fte * 40),
    UPDATED,
  ];
}

const TRANSFER_ON = '2026-11-16';
const ACTING_FROM = '2026-10-26';
const ACTING_TO = '2026-12-21';

/** Everybody's own post; then somebody acts up, somebody moves team in mid-month, and two share one post. */
export function assignmentRows(force: DemoForce): string[][] {
  const { actingSergeant, staffManager } = personasOf(force);
  const mover = force.people.filter(({ role, rank }) => role === 'NEIGHBOURHOOD' && rank === 'PC')[2];
  const target = force.units.find(({ code, type }) => type === 'TEAM' && code.includes('-RES-') && code.endsWith('-2'))?.code;
  const manager = force.people.find(({ id }) => id === staffManager);
  const [sharer, other] = force.people.filter(
    ({ type, team, id }) => type === 'STAFF' && team === manager?.team && id !== manager?.id,
  );
  return force.people.flatMap((person) => {
    const { id, team, post, joined, leaves, role } = person;
    const band = role === 'RESPONSE' || role === 'CUSTODY' ? 'ROTATING' : 'DAYS';
    const own = { team, post, from: joined, to: leaves ?? '', kind: 'SUBSTANTIVE', split: '1' };
    const rows = [own];
    if (id === mover?.id && target !== undefined) {
      rows[0] = { ...own, to: TRANSFER_ON };
      rows.push({ ...own, team: target, post: '', from: TRANSFER_ON });
    }
    if (id === actingSergeant && target !== undefined)
      rows.push({ ...own, team: target, post: `P-${target}-S2`, from: ACTING_FROM, to: ACTING_TO, kind: 'ACTING' });
    if (id === sharer?.id || id === other?.id) rows[0] = { ...own, post: sharer?.post ?? post, split: '0.5' };
    return rows.map((row, n) => [
      `AS-${id}${n === 0 ? '' : `-${n}`}`,
      row.from,
      id,
      row.team,
      row.post,
      row.kind,
      'Y',
      row.split,
      band,
      row.to,
      UPDATED,
    ]);
  });
}

/** Most courses are in date; a few have lapsed, and a few people never took one. */
export function trainingRows(force: DemoForce, seed: number): string[][] {
  const { lapsedTaser, expiredGate } = personasOf(force);
  return force.people.flatMap((person) => {
    const random = randomOf(seed).fork(`training ${person.id}`);
    const gate = person.type === 'STAFF' ? [] : ['PPST', 'FIRST_AID'];
    return [...gate, ...(COURSES[person.role] ?? [])].flatMap((course) => {
      if (random.chance(gate.includes(course) ? 0.005 : 0.04)) return [];
      const lapsed = (person.id === lapsedTaser && course === 'TASER') || (person.id === expiredGate && course === 'FIRST_AID');
      const achieved = addDays('2026-11-01', lapsed ? -1300 : -random.whole(20, 700));
      const lasts = gate.includes(course) ? 730 : random.pick([500, 730, 1095]);
      return [[person.id, course, achieved, addDays(achieved, lasts), '', 'PASS', '', UPDATED]];
    });
  });
}
