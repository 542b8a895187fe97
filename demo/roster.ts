import { atLocalTime, HOUR, MINUTE } from '../lib/calendar.ts';
import { addDays, daysBetween, formatInstant, type LocalDate } from '../lib/dates.ts';
import { CANARY } from './canaries.ts';
import { isInClassroom } from './conditions.ts';
import type { DemoPerson } from './force.ts';
import { randomOf } from './random.ts';

export interface Shift {
  readonly code: 'EARLY' | 'LATE' | 'NIGHT' | 'DAY';
  readonly start: number;
  readonly end: number;
}

export interface DutyRow {
  readonly person: DemoPerson;
  readonly date: LocalDate;
  readonly no: number;
  readonly code: string;
  readonly start: number;
  readonly end: number;
}

export interface Leave {
  readonly id: string;
  readonly person: DemoPerson;
  readonly code: string;
  readonly start: number;
  readonly end: number | null;
}

const EPOCH = '2026-01-05';
const CYCLE = ['EARLY', 'EARLY', 'LATE', 'LATE', 'NIGHT', 'NIGHT', null, null, null, null] as const;
const HOURS: Readonly<Record<Shift['code'], readonly [start: string, hours: number]>> = {
  EARLY: ['07:00', 9],
  LATE: ['14:00', 10],
  NIGHT: ['22:00', 9],
  DAY: ['08:00', 8.5],
};
const BREAK_MINUTES = 45;

/** The shift that a person is rostered for on a date, or none. */
export function shiftOf(person: DemoPerson, date: LocalDate): Shift | null {
  if (date < person.joined || (person.leaves !== null && date >= person.leaves)) return null;
  const days = daysBetween(EPOCH, date);
  const rotating = person.role === 'RESPONSE' || person.role === 'CUSTODY';
  const code = rotating ? CYCLE[(((days + person.cycle) % 10) + 10) % 10] : weekday(days) < 5 ? 'DAY' : null;
  if (code === null || code === undefined) return null;
  const [from, hours] = HOURS[code];
  // A night starts and ends by the clock on the wall: it is an hour longer or shorter when the clocks change.
  const start = atLocalTime(date, from);
  const whole = code === 'NIGHT' ? atLocalTime(addDays(date, 1), '07:00') : start + hours * HOUR;
  return { code, start, end: person.fte < 1 ? start + 6 * HOUR : whole };
}

function weekday(days: number): number {
  return ((days % 7) + 7) % 7;
}

/** Segments of a date: a shift, now and then split by court or a course. */
export function dutiesOf(person: DemoPerson, date: LocalDate, seed: number): DutyRow[] {
  const shift = shiftOf(person, date);
  if (shift === null) return [];
  const random = randomOf(seed).fork(`duty ${person.id} ${date}`);
  if (isInClassroom(person, date)) return [{ person, date, no: 1, code: 'TRG', start: shift.start, end: shift.end }];
  const row = (no: number, code: string, start: number, end: number): DutyRow => ({ person, date, no, code, start, end });
  if (shift.code !== 'NIGHT' && random.chance(0.03)) {
    const until = shift.start + 3 * HOUR;
    return [row(1, random.pick(['COURT', 'TRG']), shift.start, until), row(2, shift.code, until, shift.end)];
  }
  if (random.chance(0.01)) return [row(1, 'TRG', shift.start, shift.end)];
  return [row(1, shift.code, shift.start, shift.end)];
}

export function dutyFields(
  { person, date, no, code, start, end }: DutyRow,
  worked: boolean,
  seed: number,
  updated: number,
  pairedWith = '',
): string[] {
  const random = randomOf(seed).fork(`worked ${person.id} ${date} ${no}`);
  const late = worked ? random.whole(-5, 10) * MINUTE : 0;
  const over = worked && random.chance(0.2) ? random.whole(10, 120) * MINUTE : 0;
  const actual = worked ? [formatInstant(start + late), formatInstant(end + over)] : ['', ''];
  const pause = end - start > 5 * HOUR ? BREAK_MINUTES : 0;
  return [
    person.id,
    date,
    String(no),
    formatInstant(start),
    formatInstant(end),
    ...actual,
    code,
    person.team,
    '',
    '',
    pairedWith,
    String(pause),
    worked ? 'C' : 'P',
    formatInstant(updated),
    '',
  ];
}

/** Leave in blocks, sickness in short spells, and one person in a hundred away for long. */
export function absencesOf(person: DemoPerson, from: LocalDate, to: LocalDate, seed: number): Leave[] {
  const random = randomOf(seed).fork(`absence ${person.id}`);
  const found: Leave[] = [];
  const prefix = person.id === CANARY.employeeNo ? CANARY.absence : `AB-${person.id}`;
  const add = (code: string, date: LocalDate, days: number) =>
    found.push({
      id: `${prefix}-${found.length + 1}`,
      person,
      code,
      start: atLocalTime(date, '00:00'),
      end: days === 0 ? null : atLocalTime(addDays(date, days), '07:30'),
    });
  if (random.chance(0.01)) {
    add(random.pick(['MAT', 'SICK_L', 'CAREER']), addDays(from, -20), 0);
    return found;
  }
  for (let date = addDays(from, random.whole(0, 40)); date < to; date = addDays(date, random.whole(25, 60))) {
    const sick = random.chance(0.3);
    add(sick ? 'SICK_S' : 'AL', date, sick ? random.whole(1, 3) : random.whole(1, 9));
  }
  return found;
}
