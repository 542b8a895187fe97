import type { RowOf } from '../../../lib/sources/catalogue.ts';

/** What the feeds say, as they deliver it. */
export interface Rows {
  readonly positions: readonly RowOf<'positions'>[];
  readonly assignments: readonly RowOf<'assignments'>[];
  readonly people: readonly RowOf<'people'>[];
}

/** What somebody was given beside the posts. */
export interface Given {
  readonly kind: 'role' | 'cover' | 'break-glass';
  readonly person: string;
  readonly from: string;
  readonly to: string | null;
  readonly endedAt: string | null;
  readonly leader?: string;
  readonly subject?: string;
  readonly approvedBy?: string | null;
}

export interface Asked {
  readonly viewer: string | null;
  readonly subject: string | null;
  readonly now: number;
  /** Extract time of the oldest extract. */
  readonly dataTo: string;
  readonly given: readonly Given[];
}

const HOUR = 3_600_000;
const RIGHTS: ReadonlySet<string> = new Set(['self', 'first-line', 'chain', 'staff-direct', 'cover', 'break-glass']);

export function isRight(reason: string): boolean {
  return RIGHTS.has(reason);
}

/**
 * The verdicts once more, written from docs/access.md and sharing nothing with lib/access or lib/organisation: a graph search
 * over raw rows, where the product publishes lines and looks along them. The first answer whose question holds is the reason.
 */
export function oracleOf({ positions, assignments, people }: Rows, extractDay: string): (asked: Asked) => string {
  const rows = new Map(people.map((row) => [row.employee_no, row]));
  const postings = Map.groupBy(assignments, (row) => row.employee_no);
  const up = stepsOf(arrowsOf(positions, extractDay));
  const memo = new Map<string, Map<string, readonly string[]>>();
  const days = new Map<number, string>();

  const employed = (person: string, day: string) => {
    const row = rows.get(person);
    return (
      row !== undefined &&
      !(row.force_start !== null && day < row.force_start) &&
      !(row.leave_date !== null && day >= row.leave_date)
    );
  };
  const standing = (person: string, day: string) => {
    const own = memo.get(person) ?? new Map<string, readonly string[]>();
    const known = own.get(day) ?? standsAt(postings.get(person) ?? [], day);
    memo.set(person, own.set(day, known));
    return known;
  };
  /** Fewest steps up from where the one stands to where the other stands; 0 when there is no way. */
  const steps = (from: string, to: string, day: string) => {
    let fewest = 0;
    for (const low of standing(from, day))
      for (const high of standing(to, day)) {
        const n = up.get(low)?.get(high) ?? 0;
        if (n > 0 && (fewest === 0 || n < fewest)) fewest = n;
      }
    return fewest;
  };
  const isOfficer = (person: string) => rows.get(person)?.person_type === 'OFFICER';
  const leads = (leader: string, person: string, day: string) => {
    const n = leader === person ? 0 : steps(person, leader, day);
    return n === 1 || (n > 1 && isOfficer(leader));
  };

  return ({ viewer, subject, now, dataTo, given }) => {
    const day = days.get(now) ?? londonDate(now);
    days.set(now, day);
    const own = given.filter((one) => one.person === viewer);
    if (viewer === null || !rows.has(viewer)) return 'unknown';
    if (!employed(viewer, day)) return 'viewer-inactive';
    if (subject === null || !rows.has(subject)) return 'unknown';
    if (viewer === subject) return 'self';
    if (!employed(subject, day)) return 'no-relation';
    if (now > Date.parse(dataTo) + 7 * 24 * HOUR) return 'stale-organisation';
    if (leads(viewer, subject, day)) {
      if (!isOfficer(viewer)) return 'staff-direct';
      return steps(subject, viewer, day) === 1 ? 'first-line' : 'chain';
    }
    const opened = own.some(
      (one) =>
        one.kind === 'break-glass' &&
        one.subject === subject &&
        holds(one, now, 8) &&
        typeof one.approvedBy === 'string' &&
        one.approvedBy !== viewer &&
        employed(one.approvedBy, day) &&
        steps(one.approvedBy, viewer, day) === 0,
    );
    if (opened) return 'break-glass';
    const covered = own.some(
      ({ kind, leader, ...hours }) =>
        kind === 'cover' &&
        leader !== undefined &&
        holds(hours, now, 14 * 24) &&
        employed(leader, day) &&
        leads(leader, subject, day),
    );
    return covered && isOfficer(viewer) ? 'cover' : 'no-relation';
  };
}

function holds({ from, to, endedAt }: Pick<Given, 'from' | 'to' | 'endedAt'>, now: number, most: number): boolean {
  if (to === null || Date.parse(to) > Date.parse(from) + most * HOUR) return false;
  const end = Math.min(Date.parse(to), endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt));
  return Date.parse(from) <= now && now < end;
}

/** Where somebody stands on a day: while a secondment runs it stands in place of all else, even when it is to no post. */
function standsAt(postings: readonly RowOf<'assignments'>[], day: string): readonly string[] {
  const running = postings.filter(
    ({ effective_from, effective_to }) => !(day < effective_from) && !(effective_to !== null && day >= effective_to),
  );
  const away = running.some(({ kind }) => kind === 'SECONDMENT');
  const counting = running.filter(({ kind }) => (kind === 'SECONDMENT') === away);
  return [...new Set(counting.flatMap(({ position_id }) => (position_id === null ? [] : [position_id])))];
}

type Arrows = ReadonlyMap<string, readonly string[]>;

/** The line of command of a day without its faulty arrows: to itself, to no post, or on the way back to where they start. */
function arrowsOf(positions: readonly RowOf<'positions'>[], day: string): Arrows {
  const current = new Map<string, RowOf<'positions'>>();
  const oldestFirst = positions.toSorted((a, b) => (a.effective_from < b.effective_from ? -1 : 1));
  for (const row of oldestFirst)
    if (!(day < row.effective_from) && !(row.effective_to !== null && day >= row.effective_to)) current.set(row.position_id, row);
  const all: Arrows = new Map(
    [...current].map(([post, { reports_to_position_id: to }]) => [
      post,
      to !== null && to !== post && current.has(to) ? [to] : [],
    ]),
  );
  return new Map([...all].map(([post, tops]) => [post, tops.filter((top) => !search(top, all).has(post))]));
}

function stepsOf(arrows: Arrows): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map([...arrows.keys()].map((post) => [post, search(post, arrows)]));
}

/** Every post that can be reached from one, with the fewest steps to it. */
function search(start: string, arrows: Arrows): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let wave = [start];
  for (let n = 1; wave.length > 0; n += 1) {
    wave = wave.flatMap((post) => arrows.get(post) ?? []).filter((post) => !found.has(post));
    for (const post of wave) found.set(post, n);
  }
  return found;
}

/** Greenwich, and an hour more from 01:00 UTC on the last Sunday of March to that of October. */
function londonDate(instant: number): string {
  const year = new Date(instant).getUTCFullYear();
  const isSummer = lastSunday(year, 2) <= instant && instant < lastSunday(year, 9);
  return new Date(isSummer ? instant + HOUR : instant).toISOString().slice(0, 10);
}

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
}
