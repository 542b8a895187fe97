import { CANARY } from '../../../demo/canaries.ts';
import { dayPointerSchema } from '../../../functions/day-pointer.ts';
import { dayKey } from '../../../functions/published-day.ts';
import { addDays } from '../../../lib/dates.ts';
import type { Generation, PersonDay, UnitDay } from '../../../lib/generation/generation.ts';
import { formatDropKey } from '../../../lib/ingest/drop-key.ts';
import type { Receipt } from '../../../lib/ingest/receipt.ts';
import { CATALOGUE, FEED_NAMES, type FeedName } from '../../../lib/sources/catalogue.ts';
import { columnsOf } from '../../../lib/sources/feed.ts';
import { ABSENCE_CODES, DEPLOY_EFFECTS, DUTY_EFFECTS } from '../../../lib/vocabulary.ts';
import { type Cloud, startCloud } from '../../../local/cloud/cloud.ts';
import { DEMO_FORCE, localAssembly } from '../../../local/demo-run.ts';
import { type Stores, storesOf } from '../../../local/stores.ts';
import { allPointers, allReceipts, readGeneration } from '../../../local/summary.ts';
import { readForceFolder } from '../../../scripts/bundle.ts';

/** Has a duty, an arrest and so on of their own, and shares no team with anybody. */
export const BYSTANDER = CANARY.employeeNo;

export type Row = Readonly<Record<string, string | number>>;

/** The morning on which the extracts are taken unless a case says otherwise: every day before it is then final. */
export const MORNING = '2026-11-21T10:00:00Z';
const LONG_AGO = '2010-01-01';
const UPDATED = '2026-01-01T00:00:00Z';
const { policies } = readForceFolder(DEMO_FORCE);

/** London time as the sources write it: without an offset. */
export const at = (date: string, time: string) => `${date}T${time.length === 5 ? `${time}:00` : time}`;

/** A CSV file of a feed with all canonical columns in order; what a row does not say is blank. */
export function csv(feed: FeedName, rows: readonly Row[]): string {
  const names = columnsOf(CATALOGUE[feed]).map(([name]) => name);
  const stray = rows.flatMap((row) => Object.keys(row)).find((name) => !names.includes(name));
  if (stray !== undefined) throw new TypeError(`${feed} has no column ${stray}`);
  const lines = rows.map((row) => names.map((name) => row[name] ?? (name === 'updated_at' ? UPDATED : '')).join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

export const keyOf = (feed: FeedName, instant: string, suffix?: string) =>
  formatDropKey(CATALOGUE[feed].system, feed, Date.parse(instant), suffix);

export interface Posting {
  readonly team: string;
  readonly role?: string;
  readonly type?: 'OFFICER' | 'STAFF' | 'PCSO' | 'SPECIAL';
  readonly person?: Row;
  readonly assignment?: Row;
  readonly position?: Row;
  /** Courses that are left out or replaced by rows of the case. */
  readonly without?: readonly string[];
}

/** Rows of all feeds; each case adds its own people and teams, so that none disturbs another. */
export class World {
  readonly rows = Object.fromEntries(FEED_NAMES.map((feed) => [feed, []])) as unknown as Record<FeedName, Row[]>;

  /** A force with one bystander, because a file without rows is refused; with them stands what must never be logged. */
  constructor(date = '2026-11-10') {
    const person = { collar_no: CANARY.collarNo, upn: CANARY.upn, directory_id: CANARY.directoryId };
    this.unit('FORCE', 'FORCE').team('FILL').person(BYSTANDER, { team: 'FILL', person }).duty(BYSTANDER, date, '07:00', '17:00');
    const noon = at(date, '12:00');
    this.longAgo();
    this.add('students', { employee_no: BYSTANDER, from_at: at('2015-01-01', '00:00'), phase: 'FOC' });
    this.add('tutors', { student_no: 'FILLED', tutor_no: BYSTANDER, from_at: at(LONG_AGO, '00:00') });
    this.incident('fill', 'FILL-AREA', noon, { final_grade: 'P5' });
    this.attend('fill', BYSTANDER, noon, at(date, '12:10'));
    this.add('statuses', { employee_no: BYSTANDER, from_at: noon, to_at: at(date, '13:00'), status_code: 'PATROL' });
    this.arrest('fill', BYSTANDER, noon).search('fill', BYSTANDER, noon).outcome('fill', BYSTANDER, date, '16');
    this.add('force-reports', { report_id: 'fill', officer_no: BYSTANDER, used_at: noon, submitted_at: at(date, '13:00') });
    this.add('intelligence-reports', { report_id: 'fill', submitter_no: BYSTANDER, submitted_at: noon, state: 'SUBMITTED' });
  }

  /** Every code once, of the bystander and long over. */
  private longAgo(): void {
    for (const [n, code] of ABSENCE_CODES.entries()) {
      const row = {
        absence_id: `${CANARY.absence}-${n}`,
        employee_no: BYSTANDER,
        absence_code: code,
        approved: 'Y',
        planned: 'Y',
      };
      this.add('absences', { ...row, start_at: at('2020-01-04', '00:00'), end_at: at('2020-01-05', '00:00') });
    }
    for (const [n, deploy_effect] of DEPLOY_EFFECTS.entries()) {
      const row = { restriction_id: `${CANARY.restriction}-${n}`, employee_no: BYSTANDER, deploy_effect };
      this.add('restrictions', { ...row, start_on: LONG_AGO, end_on: '2020-01-02' });
    }
    for (const [n, effect] of DUTY_EFFECTS.entries())
      this.notice(`${CANARY.caseRef}-${n}`, BYSTANDER, effect, at('2020-01-01', '00:00'), at('2020-01-02', '00:00'));
  }

  add(feed: FeedName, ...rows: Row[]): this {
    this.rows[feed].push(...rows);
    return this;
  }

  unit(unit_code: string, unit_type: string, parent_code = ''): this {
    return this.add('units', { unit_code, effective_from: LONG_AGO, unit_type, parent_code, name: `Unit ${unit_code}` });
  }

  /** A team with a department and an area of its own: `X`, `X-DEPT`, `X-AREA`. */
  team(code: string): this {
    this.unit(`${code}-AREA`, 'AREA', 'FORCE').unit(`${code}-DEPT`, 'DEPT', `${code}-AREA`);
    return this.unit(code, 'TEAM', `${code}-DEPT`);
  }

  /** An officer of long service with every course of the role in date, on a post of their own. */
  person(id: string, posting: Posting): this {
    const { team, role = 'RESPONSE', type = 'OFFICER' } = posting;
    const rank = type === 'OFFICER' || type === 'SPECIAL' ? { rank_code: 'PC' } : {};
    const name = { surname: CANARY.surname, given_name: CANARY.givenName };
    const service = { service_start: LONG_AGO, force_start: LONG_AGO, fte: '1' };
    this.add('people', { employee_no: id, person_type: type, ...rank, ...name, ...service, ...posting.person });
    this.post(`post-${id}`, team, role, posting.position);
    this.posting(id, team, { position_id: `post-${id}`, ...posting.assignment });
    return this.courses(
      id,
      coursesOf(role).filter((course) => posting.without?.includes(course) !== true),
    );
  }

  post(position_id: string, team_code: string, role_code: string, more: Row = {}): this {
    const post = { position_id, effective_from: LONG_AGO, team_code, role_code, established_fte: '1', status: 'ACTIVE' };
    return this.add('positions', { ...post, ...more });
  }

  posting(employee_no: string, team_code: string, more: Row = {}): this {
    const key = { assignment_id: `${employee_no}-${team_code}`, effective_from: LONG_AGO, employee_no, team_code };
    return this.add('assignments', { ...key, kind: 'SUBSTANTIVE', primary_flag: 'Y', fte_split: '1', ...more });
  }

  courses(employee_no: string, codes: readonly string[], more: Row = {}): this {
    const dates = { achieved_on: '2026-01-10', expires_on: '2027-06-30', result: 'PASS' };
    return this.add('training', ...codes.map((course_code) => ({ employee_no, course_code, ...dates, ...more })));
  }

  /** A segment, worked as planned; one that ends before it starts ends on the next day. */
  duty(employee_no: string, duty_date: string, from: string, to: string, more: Row = {}): this {
    const start = at(duty_date, from);
    const end = at(to <= from ? addDays(duty_date, 1) : duty_date, to);
    const planned = { planned_start: start, planned_end: end };
    const actual = { actual_start: start, actual_end: end };
    const rest = { segment_no: 1, duty_code: 'EARLY', break_mins: 0, status: 'C' };
    return this.add('duties', { employee_no, duty_date, ...planned, ...actual, ...rest, ...more });
  }

  absence(employee_no: string, absence_code: string, start_at: string, end_at: string): this {
    const absence_id = `${employee_no}-${this.rows.absences.length}`;
    return this.add('absences', { absence_id, employee_no, absence_code, start_at, end_at, approved: 'Y', planned: 'Y' });
  }

  notice(case_ref: string, employee_no: string, duty_effect: string, from_at: string, to_at = ''): this {
    return this.add('duty-effects', { case_ref, employee_no, from_at, subject_notified_at: from_at, duty_effect, to_at });
  }

  incident(incident_no: string, area_code: string, created_at: string, more: Row = {}): this {
    return this.add('incidents', { incident_no, area_code, created_at, origin_code: 'PUBLIC', ...more });
  }

  attend(incident_no: string, employee_no: string, despatched_at: string, arrived_at: string, more: Row = {}): this {
    return this.add('attendances', { incident_no, employee_no, despatched_at, arrived_at, ...more });
  }

  arrest(arrest_id: string, officer_no: string, arrested_at: string, more: Row = {}): this {
    return this.add('arrests', { arrest_id, officer_no, role: 'ARRESTING', arrested_at, ...more });
  }

  search(search_id: string, officer_no: string, searched_at: string, more: Row = {}): this {
    const search = { search_id, officer_no, role: 'LEAD', searched_at, subject_kind: 'PERSON', power_code: 'PACE_S1' };
    return this.add('stop-searches', { ...search, ...more });
  }

  outcome(crime_no: string, oic_no: string, outcome_date: string, outcome_code: string, more: Row = {}): this {
    const outcome = { crime_no, outcome_seq: 1, outcome_code, outcome_date, oic_no, recorded_status: 'CRIME' };
    return this.add('outcomes', { ...outcome, ...more });
  }

  student(employee_no: string, phase: string, from = '2026-06-01', to = ''): this {
    const row = { employee_no, phase, from_at: at(from, '00:00'), to_at: to === '' ? '' : at(to, '00:00') };
    return this.add('students', row);
  }

  tutor(student_no: string, tutor_no: string): this {
    return this.add('tutors', { student_no, tutor_no, from_at: at('2026-06-01', '00:00') });
  }

  /** One file a feed. */
  files(instant = MORNING, feeds: readonly FeedName[] = FEED_NAMES): File[] {
    return feeds.map((feed) => ({ key: keyOf(feed, instant), body: csv(feed, this.rows[feed]) }));
  }
}

export interface File {
  readonly key: string;
  readonly body: string;
}

/** Every course that the policy asks of a role. */
export function coursesOf(role: string): string[] {
  const profile = policies[0]?.roleProfiles[role];
  return profile === undefined ? [] : [...new Set([...profile.gateCourses, ...profile.criticalCourses, ...profile.coreSkills])];
}

/** A started cloud and what it has published. */
export class Run {
  readonly cloud: Cloud;
  readonly stores: Stores;
  readonly output: string[];
  private generations = new Map<string, Generation>();

  private constructor(cloud: Cloud, output: string[]) {
    this.cloud = cloud;
    this.stores = storesOf(cloud);
    this.output = output;
  }

  static async start(files: readonly File[], startAt = MORNING, force = DEMO_FORCE, name = 'demo'): Promise<Run> {
    const output: string[] = [];
    const assembly = await localAssembly(force, name);
    const onOutput = (text: string) => void output.push(text);
    const cloud = await startCloud({ assembly, data: null, startAt: Date.parse(startAt), onOutput });
    const run = new Run(cloud, output);
    await run.drop(...files);
    return run;
  }

  /** Drops files at once, waits until everything is scored, and reads what is published. */
  async drop(...files: readonly File[]): Promise<void> {
    const hold = this.cloud.clock.busy();
    for (const { key, body } of files) await this.stores.drops.put(key, body);
    hold();
    await this.later(0);
  }

  /** Lets time pass, and what it brings about. */
  async later(by: number): Promise<void> {
    if (by > 0) this.cloud.clock.advance(by);
    await this.cloud.clock.settle();
    this.generations = new Map();
    for (const { date, generation } of await allPointers(this.stores))
      if (generation !== null) this.generations.set(date, await readGeneration(this.stores, date, generation));
  }

  day(date: string): Generation {
    return found(this.generations.get(date), `a generation of ${date}`);
  }

  findPerson(date: string, id: string): PersonDay | undefined {
    return this.day(date).people.find(({ availability }) => availability.person === id);
  }

  person(date: string, id: string): PersonDay {
    return found(this.findPerson(date, id), `${id} on ${date}`);
  }

  availability(date: string, id: string): PersonDay['availability'] {
    return this.person(date, id).availability;
  }

  productivity(date: string, id: string): NonNullable<PersonDay['productivity']> {
    return found(this.person(date, id).productivity ?? undefined, `productivity of ${id} on ${date}`);
  }

  unit(date: string, code: string): UnitDay {
    return found(
      this.day(date).units.find((unit) => unit.code === code),
      `${code} on ${date}`,
    );
  }

  figures(date: string, code: string): UnitDay['figures'] {
    return this.unit(date, code).figures;
  }

  /** The published roll-up of a unit from the availability table. */
  async rollup(date: string, code: string): Promise<{ minutes: Record<string, number>; figures: unknown; officers: number }> {
    const { generation } = await this.pointer(date);
    const item = await this.stores.availability.get({ pk: `U#${code}`, sk: `D#${date}#${generation}` });
    return JSON.parse(String(item?.body));
  }

  async pointer(date: string) {
    return dayPointerSchema.parse(await this.stores.registry.get(dayKey(date)));
  }

  async receipt(key: string): Promise<Receipt> {
    return found(
      (await allReceipts(this.stores)).find((receipt) => receipt.key === key),
      `a receipt of ${key}`,
    );
  }

  stop(): Promise<void> {
    return this.cloud.stop();
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`not published: ${what}`);
  return value;
}
