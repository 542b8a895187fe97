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
    offset = offsetAt(hour * HOUR, zone);
    utcHours.set(cacheKey, offset);
  }
  return new Date(instant + offset).toISOString().slice(0, 19);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Local time less UTC at a whole hour. By the runtime's own calendar: what only reads instants goes without the library. */
function offsetAt(instant: EpochMs, zone: string): number {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const numeric = 'numeric' as const;
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...fields });
    clocks.set(zone, clock);
  }
  const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
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
