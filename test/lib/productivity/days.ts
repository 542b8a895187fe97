import type { GroupFigure, GroupFigures, PersonFigure, PersonFigures } from '../../../lib/productivity/rollup.ts';
import { COUNT_METRICS, type CountMetric } from '../../../lib/vocabulary.ts';

const SAID = { value: 0, reason: null, assists: 0, mix: {}, lag: null, complete: true } as const;
const RESPONSE = { median: null, p90: null, n: 0, toEnRoute: null, leftOut: {}, reason: 'tooFew', complete: true } as const;
const SEEN = { minutes: 0, unknownMinutes: 0, reason: null, complete: true } as const;

function each<F>(figure: F): Record<CountMetric, F> {
  return Object.fromEntries(COUNT_METRICS.map((metric) => [metric, figure])) as Record<CountMetric, F>;
}

export function personCount(over: Partial<PersonFigure> = {}): PersonFigure {
  return { ...SAID, alsoRecorded: 0, flags: [], sources: [], ...over };
}

export function groupCount(over: Partial<GroupFigure> = {}): GroupFigure {
  return { ...SAID, byOfficers: 0, notByOfficers: 0, unattributed: 0, participations: 0, ...over };
}

/** A day of a person on which every feed was in and nothing happened; each test changes what it is about. */
export function personDay(over: Partial<PersonFigures> = {}): PersonFigures {
  return { ...each(personCount()), responseTime: { ...RESPONSE, seconds: [] }, visibility: SEEN, ...over };
}

export function groupDay(over: Partial<GroupFigures> = {}): GroupFigures {
  return { ...each(groupCount()), responseTime: { ...RESPONSE, histogram: {}, targets: null }, visibility: SEEN, ...over };
}

/** The response times of a person's day. */
export function responded(
  seconds: readonly number[],
  over: Partial<PersonFigures['responseTime']> = {},
): PersonFigures['responseTime'] {
  return { ...RESPONSE, n: seconds.length, seconds, ...over };
}

/** A group's response times in bins. */
export function binned(histogram: GroupFigures['responseTime']['histogram']): GroupFigures['responseTime'] {
  return { ...RESPONSE, histogram, targets: null };
}
