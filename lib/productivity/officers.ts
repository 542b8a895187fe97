import type { Day } from '../day/day.ts';
import { isEmployed, type Person, postingsOf } from '../organisation/people.ts';
import type { RoleProfile } from '../policy/policy.ts';
import { type CountMetric, type Metric, perMetric } from '../vocabulary.ts';

/** The officers of a unit, and to how many of them each metric applies. */
export interface Officers {
  readonly officers: number;
  readonly applying: Readonly<Record<CountMetric, number>>;
}

export const NO_OFFICERS: Officers = { officers: 0, applying: perMetric(() => 0) };

/** A team and the units above it, the highest first; nothing of a team that nobody knows. */
export function lineOf(day: Day, team: string | null): string[] {
  return team === null ? [] : (day.units.get(team)?.path.split('/') ?? []);
}

export function profileOf(day: Day, person: Person): RoleProfile | undefined {
  return day.policy.roleProfiles[postingsOf(person)[0]?.role ?? ''];
}

/** Whether a metric is one of the role that a person fills first. */
export function applies(day: Day, person: Person, metric: Metric): boolean {
  return profileOf(day, person)?.metrics.includes(metric) === true;
}

/** Regular officers employed on the day by unit, each once in a unit whatever the number of their teams below it. */
export function officersByUnit(day: Day): Map<string, Officers> {
  const found = new Map<string, Officers>();
  for (const person of day.people.values()) {
    if (person.type !== 'OFFICER' || !isEmployed(person, day.date)) continue;
    const own = perMetric((metric) => (applies(day, person, metric) ? 1 : 0));
    const units = new Set(postingsOf(person).flatMap(({ team }) => lineOf(day, team)));
    for (const code of units) {
      const { officers, applying } = found.get(code) ?? NO_OFFICERS;
      found.set(code, { officers: officers + 1, applying: perMetric((metric) => applying[metric] + own[metric]) });
    }
  }
  return found;
}
