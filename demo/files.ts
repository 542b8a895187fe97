import { atLocalTime, instantToLocal } from '../lib/calendar.ts';
import { addDays, formatInstant, type LocalDate } from '../lib/dates.ts';
import { formatDropKey } from '../lib/ingest/drop-key.ts';
import { CATALOGUE, type FeedName } from '../lib/sources/catalogue.ts';
import { columnsOf } from '../lib/sources/feed.ts';
import { CANARY } from './canaries.ts';
import {
  dutyEffectRows,
  isTutored,
  type Row,
  restrictionRows,
  studentRows,
  studentsOf,
  tutorFor,
  tutorRows,
} from './conditions.ts';
import { controlOf } from './control.ts';
import { outcomeRows } from './crime.ts';
import { arrestFields, correctionOf, eventsOf, forceFields, intelligenceFields, searchFields } from './events.ts';
import { type DemoForce, type DemoPerson, demoForce } from './force.ts';
import { assignmentRows, personFields, positionRows, trainingRows, unitRows } from './hr.ts';
import { personasOf } from './personas.ts';
import { randomOf } from './random.ts';
import { absencesOf, dutiesOf, dutyFields, type Leave } from './roster.ts';

export interface DemoOptions {
  readonly people: number;
  readonly days: number;
  /** The last whole day; extracts are taken from 09:00 on the day after it. */
  readonly end: LocalDate;
  readonly seed: number;
}

export interface DemoFile {
  readonly key: string;
  readonly body: string;
}

const PLANNED_AHEAD = 8;
const RESENT_DAYS = 3;

/** Every extract of the demo force, morning by morning; a function of its options alone. */
export function* demoFiles(options: DemoOptions): Generator<DemoFile> {
  for (let day = 0; day < options.days; day += 1) yield* morningFiles(options, addDays(options.end, day - options.days + 1));
}

/** The last day of which there are extracts: before 09:00 yesterday's are still to come. */
export function newestWholeDay(now: number): LocalDate {
  const today = instantToLocal(now).slice(0, 10);
  return addDays(today, now >= atLocalTime(today, '09:00') ? -1 : -2);
}

/** The file that begins a morning. */
export const FIRST_OF_A_MORNING = 'fusion/units/';

/** The extracts of the morning after a day. */
export function* morningFiles(options: DemoOptions, day: LocalDate): Generator<DemoFile> {
  const start = addDays(options.end, 1 - options.days);
  const force = demoForce(options);
  const morning = addDays(day, 1);
  const first = day === start;
  const minute = (n: number) => atLocalTime(morning, `09:${String(n).padStart(2, '0')}`);
  // Once a month the duty system is late.
  const takenAt = (feed: FeedName) => (feed === 'duties' && day.endsWith('-12') ? atLocalTime(morning, '13:30') : minute(0));
  const file = (feed: FeedName, rows: readonly (readonly string[])[], suffix = '.csv'): DemoFile => ({
    key: formatDropKey(CATALOGUE[feed].system, feed, takenAt(feed), suffix),
    body: csv(feed, rows),
  });

  yield file('units', unitRows(force));
  yield file('positions', positionRows(force));
  yield file('people', force.people.map(personFields));
  yield file('assignments', assignmentRows(force));
  yield file('training', trainingRows(force, options.seed));
  yield file('absences', absenceRows(force, day, options));
  yield file('duties', [...dutyRows(force, day, first, minute(0), options), ...badDuties(day, options.seed)]);
  const { seed } = options;
  const control = controlOf(force, day, seed);
  const rowsOf: readonly (readonly [FeedName, readonly Row[]])[] = [
    ['restrictions', restrictionRows(force, day, seed)],
    ['students', studentRows(force, seed)],
    ['tutors', tutorRows(force, seed)],
    ['duty-effects', dutyEffectRows(force, day, seed)],
    ['incidents', control.incidents],
    ['attendances', control.attendances],
    ['statuses', control.statuses],
    ['outcomes', outcomeRows(force, day, seed)],
  ];
  // A file without rows would mean nothing: it is not sent.
  for (const [feed, rows] of rowsOf) {
    if (rows.length > 0)
      yield file(
        feed,
        rows.map((row) => fieldsOf(feed, row)),
      );
  }
  for (const [kind, feed, fields] of [
    ['arrests', 'arrests', arrestFields],
    ['searches', 'stop-searches', searchFields],
    ['force', 'force-reports', forceFields],
    ['intelligence', 'intelligence-reports', intelligenceFields],
  ] as const) {
    const rows: string[][] = [];
    for (let back = RESENT_DAYS - 1; back >= 0; back -= 1) {
      const date = addDays(day, -back);
      if (date < start) continue;
      const events = eventsOf(kind, force, date, options.seed);
      for (const event of events) {
        rows.push(fields(event, options.seed));
        const corrected = correctionOf(event, date, options.seed);
        if (corrected !== null && corrected.updated <= minute(0)) rows.push(fields(corrected, options.seed));
      }
    }
    if (rows.length === 0) continue;
    const made = file(feed, rows);
    yield made;
    // Now and then a file arrives twice, and once a month it is sent again with a row less.
    if (day.endsWith('-09') && kind === 'arrests' && rows.length > 1) yield file(feed, rows.slice(0, -1));
    if (kind === 'arrests' && randomOf(options.seed).fork(`twice ${day}`).chance(0.05)) yield made;
  }
}

function csv(feed: FeedName, rows: readonly (readonly string[])[]): string {
  const header = columnsOf(CATALOGUE[feed]).map(([name]) => name);
  return `${[header, ...rows].map((row) => row.map(quoted).join(',')).join('\n')}\n`;
}

function fieldsOf(feed: FeedName, row: Row): string[] {
  return columnsOf(CATALOGUE[feed]).map(([name]) => row[name] ?? '');
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

const UPDATED = '2026-01-05T06:00:00Z';

function absenceRows(force: DemoForce, day: LocalDate, options: DemoOptions): string[][] {
  const from = addDays('2026-01-05', 0);
  const to = addDays(options.end, PLANNED_AHEAD + 30);
  const since = atLocalTime(addDays(day, -35), '00:00');
  return force.people
    .flatMap((person) => absencesOf(person, from, to, options.seed))
    .filter(({ end }) => end === null || end >= since)
    .filter((leave) => isRecorded(leave, day))
    .map(({ id, person, code, start, end }) => [
      id,
      person.id,
      code,
      formatInstant(start),
      end === null ? '' : formatInstant(end),
      'Y',
      code.startsWith('SICK') ? 'N' : 'Y',
      formatInstant(Math.min(start, Date.parse(UPDATED))),
    ]);
}

/** Sickness is known when it begins, leave well before. */
function isRecorded({ code, start }: Leave, day: LocalDate): boolean {
  return !code.startsWith('SICK') || start <= atLocalTime(addDays(day, 1), '06:00');
}

/** What was worked on the day, and the plan of the day that has come within the horizon; at first the whole horizon. */
function dutyRows(force: DemoForce, day: LocalDate, first: boolean, extracted: number, { seed }: DemoOptions): string[][] {
  const planned = first ? Array.from({ length: PLANNED_AHEAD }, (_, n) => addDays(day, n + 1)) : [addDays(day, PLANNED_AHEAD)];
  const rows: string[][] = [];
  const students = new Set(studentsOf(force, seed).map(({ id }) => id));
  const partnerOn = (person: DemoPerson, date: LocalDate) =>
    students.has(person.id) && isTutored(person, date) ? partnerFor(force, person, date, seed) : '';
  for (const person of force.people) {
    for (const duty of dutiesOf(person, day, seed)) rows.push(dutyFields(duty, true, seed, extracted, partnerOn(person, day)));
    for (const date of planned)
      for (const duty of dutiesOf(person, date, seed))
        rows.push(dutyFields(duty, false, seed, extracted, partnerOn(person, date)));
  }
  return rows;
}

/** Now and then the duty system itself names the colleague with whom a student goes out. */
function partnerFor(force: DemoForce, student: DemoPerson, date: LocalDate, seed: number): string {
  if (student.id === personasOf(force).studentNotPaired || !randomOf(seed).fork(`pair ${student.id} ${date}`).chance(0.3))
    return '';
  return tutorFor(force, student, seed) ?? '';
}

/** A few rows that no system should take: each of them ends in the quarantine with its reason. */
function badDuties(day: LocalDate, seed: number): string[][] {
  const random = randomOf(seed).fork(`bad ${day}`);
  if (!random.chance(0.3)) return [];
  const start = formatInstant(atLocalTime(day, '08:00'));
  const end = formatInstant(atLocalTime(day, '16:00'));
  return [
    ['100003', day, '9', start, end, '', '', CANARY.badCode, '', '', '', '', '0', 'P', start, ''],
    ['100004', day, '1e1', start, end, '', '', 'DAY', '', '', '', '', '0', 'P', start, ''],
  ];
}
