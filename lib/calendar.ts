import { Temporal } from 'temporal-polyfill';
import { addDays, type EpochMs, type LocalDate } from './dates.ts';

/** The zone of every duty date. Instants are kept in UTC beside it (method: Time). */
export const ZONE = 'Europe/London';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

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
