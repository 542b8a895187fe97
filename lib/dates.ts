/** `YYYY-MM-DD`, a London calendar day. */
export type LocalDate = string;
/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

const DAY = 86_400_000;

/** The same few hundred dates come millions of times: what was read or written once is kept. */
const MOST_KEPT = 10_000;
const numbers = new Map<LocalDate, number>();
const texts = new Map<number, LocalDate>();

/** Days since 1970-01-01; NaN of what is no date. */
function numberOf(date: LocalDate): number {
  return numbers.get(date) ?? keep(numbers, date, Date.parse(`${date}T00:00:00Z`) / DAY);
}

function keep<K, V>(kept: Map<K, V>, key: K, value: V): V {
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, value);
  return value;
}

/** Throws RangeError for what is no date. */
export function addDays(date: LocalDate, days: number): LocalDate {
  const day = numberOf(date) + days;
  return texts.get(day) ?? keep(texts, day, new Date(day * DAY).toISOString().slice(0, 10));
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return numberOf(to) - numberOf(from);
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

/** UTC with whole seconds, `YYYY-MM-DDTHH:mm:ssZ`. */
export function formatInstant(instant: EpochMs): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
