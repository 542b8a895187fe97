import { atLocalTime, HOUR, MINUTE } from '../lib/calendar.ts';
import { formatInstant, type LocalDate } from '../lib/dates.ts';
import type { Row } from './conditions.ts';
import type { DemoForce, DemoPerson } from './force.ts';
import { type Random, randomOf } from './random.ts';
import { type DutyRow, dutiesOf } from './roster.ts';

// West Midlands: 1,728 logs a day by a force of 13,000, about half of them attended.
const LOGS_PER_PERSON = 1728 / 13_000;
const LEAST_LOGS = 5;
const SECOND = 1000;

interface Log {
  readonly no: string;
  readonly created: number;
  readonly area: string;
  readonly initial: string;
  readonly final: string;
  readonly graded: number;
  readonly origin: string;
  readonly merged: string;
}

export interface ControlDay {
  readonly incidents: readonly Row[];
  readonly attendances: readonly Row[];
  readonly statuses: readonly Row[];
}

const ATTENDED: Readonly<Record<string, number>> = { P1: 0.97, P2: 0.75, P3: 0.18 };

/** What the control room recorded of a duty date: logs, who was sent, and what the radios said. */
export function controlOf(force: DemoForce, date: LocalDate, seed: number): ControlDay {
  const random = randomOf(seed).fork(`control ${date}`);
  const onDuty = force.people
    .filter(({ role, type }) => (role === 'RESPONSE' || role === 'NEIGHBOURHOOD') && type !== 'STAFF')
    .flatMap((person) => dutiesOf(person, date, seed).filter(({ code }) => code !== 'COURT' && code !== 'TRG'));
  const logs = logsOf(force, date, random);
  const attendances = logs.flatMap((log) => sentTo(log, onDuty, random));
  if (date.endsWith('-14')) attendances.push(...bigEvent(date, onDuty));
  return {
    incidents: [...logs.map(incidentRow), ...(date.endsWith('-14') ? [bigLog(date, force)] : [])],
    attendances,
    statuses: onDuty.flatMap((duty) => statusesOf(duty, seed)),
  };
}

function logsOf(force: DemoForce, date: LocalDate, random: Random): Log[] {
  const areas = force.units.filter(({ type }) => type === 'AREA').map(({ code }) => code);
  const wanted = Math.max(LEAST_LOGS, Math.round(LOGS_PER_PERSON * force.people.length * (0.85 + 0.3 * random.next())));
  const start = atLocalTime(date, '07:00');
  const stamp = date.replaceAll('-', '');
  const logs: Log[] = [];
  for (let n = 1; n <= wanted; n += 1) {
    const created = start + Math.floor(random.next() * 23.5 * 60) * MINUTE;
    const roll = random.next();
    const initial = roll < 0.2 ? 'P1' : roll < 0.62 ? 'P2' : 'P3';
    const regraded = random.chance(0.06);
    const before = logs.at(-1);
    logs.push({
      no: `${stamp}-${String(n).padStart(4, '0')}`,
      created,
      area: random.pick(areas),
      initial,
      final: regraded ? random.pick(['P1', 'P2']) : initial,
      graded: regraded ? created + random.whole(2, 20) * MINUTE : created,
      origin: random.chance(0.08) ? 'OFFICER' : 'PUBLIC',
      merged: before !== undefined && before.merged === '' && random.chance(0.015) ? before.no : '',
    });
  }
  return logs;
}

function incidentRow({ no, created, area, initial, final, graded, origin, merged }: Log): Row {
  return {
    incident_no: no,
    received_at: formatInstant(created - 20 * SECOND),
    created_at: formatInstant(created),
    initial_grade: initial,
    final_grade: final,
    graded_at: formatInstant(graded),
    area_code: area,
    rural_flag: Number(no.slice(-2)) % 12 === 0 ? 'Y' : 'N',
    origin_code: origin,
    closing_code: 'CLOSED',
    closed_at: formatInstant(created + 3 * HOUR),
    merged_into: merged,
    updated_at: formatInstant(created + 3 * HOUR),
  };
}

/** Whoever shares a radio shares its callsign. */
const callsignOf = ({ id }: DemoPerson) => `K${Math.floor(Number(id) / 2)}`;

/** Sends radios, each with whoever is under its callsign; now and then only one of a crew is logged. */
function sentTo(log: Log, onDuty: readonly DutyRow[], random: Random): Row[] {
  if (!random.chance(ATTENDED[log.initial] ?? 0)) return [];
  const there = onDuty.filter(({ start, end }) => start <= log.created && log.created + 30 * MINUTE < end);
  if (there.length === 0) return [];
  const wanted = 1 + Number(random.chance(0.35)) + Number(random.chance(0.12));
  const radios = new Set(Array.from({ length: wanted }, () => callsignOf(random.pick(there).person)));
  const urgent = log.initial === 'P1';
  const first = log.created + (urgent ? random.whole(20, 240) : random.whole(120, 2400)) * SECOND;
  return [...radios].flatMap((callsign, at) => {
    const crew = there.filter(({ person }) => callsignOf(person) === callsign);
    const despatched = first + at * random.whole(0, 90) * SECOND;
    const enRoute = despatched + random.whole(15, 120) * SECOND;
    const arrived = enRoute + (urgent ? random.whole(150, 780) : random.whole(240, 1700)) * SECOND;
    const [one] = crew;
    if (one === undefined) return [];
    const row = attendanceRow(log, one.person, { despatched, enRoute, arrived, alone: crew.length === 1 }, random);
    const logged = crew.length > 1 && random.chance(0.1) ? [one] : crew;
    return row.employee_no === '' ? [row] : logged.map(({ person }) => ({ ...row, employee_no: person.id }));
  });
}

interface Times {
  readonly despatched: number;
  readonly enRoute: number;
  readonly arrived: number;
  readonly alone: boolean;
}

function attendanceRow(log: Log, person: DemoPerson, { despatched, enRoute, arrived, alone }: Times, random: Random): Row {
  const roll = random.next();
  const stoodDown = roll < 0.03;
  const missing = roll < 0.15;
  const stamped = random.chance(0.02);
  return {
    incident_no: log.no,
    // Now and then only the callsign was logged.
    employee_no: random.chance(0.04) ? '' : person.id,
    despatched_at: formatInstant(despatched),
    callsign: callsignOf(person),
    area_code: log.area,
    grade_at_despatch: log.graded <= despatched ? log.final : log.initial,
    enroute_at: formatInstant(stamped ? arrived - 5 * SECOND : enRoute),
    arrived_at: missing ? '' : formatInstant(arrived),
    cleared_at: stoodDown ? '' : formatInstant(arrived + random.whole(10, 90) * MINUTE),
    stood_down_at: stoodDown ? formatInstant(enRoute + 30 * SECOND) : '',
    crew_type: alone ? 'SINGLE' : 'DOUBLE',
    updated_at: formatInstant(log.created + 3 * HOUR),
  };
}

const BIG_CREW = 21;

/** A football match, planned ahead: one log, many officers, nobody hurried. */
function bigLog(date: LocalDate, force: DemoForce): Row {
  const area = force.units.find(({ type }) => type === 'AREA')?.code ?? '';
  const created = atLocalTime(date, '10:00');
  return incidentRow({
    no: `${date.replaceAll('-', '')}-EVENT`,
    created,
    area,
    initial: 'P4',
    final: 'P4',
    graded: created,
    origin: 'PUBLIC',
    merged: '',
  });
}

function bigEvent(date: LocalDate, onDuty: readonly DutyRow[]): Row[] {
  const at = atLocalTime(date, '14:30');
  const there = onDuty.filter(({ start, end }) => start <= at && at < end).slice(0, BIG_CREW);
  return there.map(({ person }) => ({
    incident_no: `${date.replaceAll('-', '')}-EVENT`,
    employee_no: person.id,
    despatched_at: formatInstant(at),
    callsign: callsignOf(person),
    grade_at_despatch: 'P4',
    enroute_at: formatInstant(at + MINUTE),
    arrived_at: formatInstant(at + 15 * MINUTE),
    cleared_at: formatInstant(at + 3 * HOUR),
    crew_type: 'MULTI',
    updated_at: formatInstant(at + 4 * HOUR),
  }));
}

/** A shift on the radio in stretches; now and then the radio is silent for longer. */
function statusesOf({ person, date, no, start, end }: DutyRow, seed: number): Row[] {
  const random = randomOf(seed).fork(`radio ${person.id} ${date} ${no}`);
  const rows: Row[] = [];
  for (let from = start; from < end; ) {
    const to = Math.min(end, from + random.whole(40, 110) * MINUTE);
    const roll = random.next();
    const silent = random.chance(0.02);
    const code = roll < 0.5 ? 'PATROL' : roll < 0.7 ? 'ATSCENE' : roll < 0.9 ? 'STATION' : 'REFS';
    if (!silent)
      rows.push({
        employee_no: person.id,
        from_at: formatInstant(from),
        to_at: random.chance(0.04) ? '' : formatInstant(to),
        status_code: code,
        callsign: callsignOf(person),
        updated_at: formatInstant(to),
      });
    from = silent ? to + random.whole(90, 150) * MINUTE : to;
  }
  return rows;
}
