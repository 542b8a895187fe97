import { resolveDay } from '../../../lib/day/day.ts';
import type { DaySources } from '../../../lib/day/sources.ts';
import { checkTotals, generationOf } from '../../../lib/generation/generation.ts';
import { personFigures, unitFigures } from '../../../lib/productivity/rollup.ts';
import { attendance, incident } from './rows.ts';
import { DATE, sources, unitRow, withFacts } from './world.ts';

export const at = (time: string) => `${DATE}T${time}Z`;
const FEEDS = ['duties', 'incidents', 'attendances', 'statuses'];

export const UNITS = [
  unitRow('F', 'FORCE', null),
  unitRow('A', 'AREA', 'F'),
  unitRow('D', 'DEPT', 'A'),
  unitRow('T1', 'TEAM', 'D'),
  unitRow('T2', 'TEAM', 'D'),
];

/** The two teams of the unit world in an area, with the control room's feeds in. */
export function figures(facts: Partial<DaySources['facts']>, over: Partial<DaySources> = {}) {
  const base = sources();
  const arrivals = { ...base.arrivals, ...Object.fromEntries(FEEDS.map((feed) => [feed, 'complete' as const])) };
  const from = withFacts(facts, { snapshots: { ...base.snapshots, units: UNITS }, arrivals, ...over });
  const day = resolveDay(from);
  const generation = generationOf(day);
  checkTotals(from, day, generation);
  const unit = (code: string) => unitFigures(day).find((one) => one.code === code)?.figures;
  const person = (id: string) => {
    const found = day.people.get(id);
    return found === undefined ? undefined : personFigures(day, found);
  };
  return { day, generation, unit, person, totals: new Map(day.totals.map((one) => [one.feed, one])) };
}

export const call = incident('I', at('10:00:00'));
export const sent = (no: string, officer: string | null, from: string, to: string | null, over = {}) =>
  attendance(no, officer, at(from), { enroute_at: at(from), arrived_at: to === null ? null : at(to), ...over });
