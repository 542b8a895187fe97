import { Temporal } from 'temporal-polyfill';

/** The zone of every duty date. Instants are kept in UTC beside it (method: Time). */
export const ZONE = 'Europe/London';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `YYYY-MM-DD`, a London calendar day. */
export type LocalDate = string;
/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

export type LocalReading =
  | { readonly kind: 'exact'; readonly instant: EpochMs }
  | { readonly kind: 'ambiguous'; readonly instant: EpochMs }
  | { readonly kind: 'nonexistent' };

// A conversion costs about 7 us; every zone we serve changes its clock on the hour, so an offset holds for a local hour.
const localHours = new Map<string, { kind: LocalReading['kind']; offset: number }>();
const utcHours = new Map<string, number>();

/** Reads a wall-clock time (`YYYY-MM-DDTHH:mm[:ss[.fff]]`) in a zone; an ambiguous one takes the earlier instant. */
export function localToInstant(local: string, zone: string = ZONE): LocalReading {
  const hour = local.slice(0, 13);
  const cacheKey = `${zone} ${hour}`;
  let known = localHours.get(cacheKey);
  if (known === undefined) {
    known = readLocalHour(`${hour}:00`, zone);
    localHours.set(cacheKey, known);
  }
  if (known.kind === 'nonexistent') return { kind: 'nonexistent' };
  return { kind: known.kind, instant: Date.parse(`${local}Z`) - known.offset };
}

function readLocalHour(local: string, zone: string): { kind: LocalReading['kind']; offset: number } {
  const plain = Temporal.PlainDateTime.from(local);
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  if (!earlier.toPlainDateTime().equals(plain)) return { kind: 'nonexistent', offset: 0 };
  const kind = earlier.epochMilliseconds === later.epochMilliseconds ? 'exact' : 'ambiguous';
  return { kind, offset: Date.parse(`${local}Z`) - earlier.epochMilliseconds };
}

/** The wall-clock time in a zone as `YYYY-MM-DDTHH:mm:ss`. */
export function instantToLocal(instant: EpochMs, zone: string = ZONE): string {
  const hour = Math.floor(instant / HOUR);
  const cacheKey = `${zone} ${hour}`;
  let offset = utcHours.get(cacheKey);
  if (offset === undefined) {
    const zoned = Temporal.Instant.fromEpochMilliseconds(hour * HOUR).toZonedDateTimeISO(zone);
    offset = Math.round(zoned.offsetNanoseconds / 1e6);
    utcHours.set(cacheKey, offset);
  }
  return new Date(instant + offset).toISOString().slice(0, 19);
}

/** UTC with whole seconds, `YYYY-MM-DDTHH:mm:ssZ`. */
export function formatInstant(instant: EpochMs): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** The duty day of an instant: it starts at `dutyDayStart` (`HH:mm`, London), so 06:59 belongs to the day before. */
export function dutyDayOf(instant: EpochMs, dutyDayStart: string): LocalDate {
  const local = instantToLocal(instant);
  const date = local.slice(0, 10);
  return local.slice(11, 16) < dutyDayStart ? addDays(date, -1) : date;
}

/** The instant of a London wall-clock time on a date; a skipped time moves on by an hour. */
export function atLocalTime(date: LocalDate, time: string): EpochMs {
  const reading = localToInstant(`${date}T${time}`);
  if (reading.kind !== 'nonexistent') return reading.instant;
  return atLocalTime(date, `${String(Number(time.slice(0, 2)) + 1).padStart(2, '0')}${time.slice(2)}`);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** Completed years between two dates, as in length of service; 29 February completes its year on 1 March. */
export function completedYears(from: LocalDate, to: LocalDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `22 November 2026`, as a page or a sentence writes a date. */
export function longDate(date: LocalDate): string {
  return `${Number(date.slice(8))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}
