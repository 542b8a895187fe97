import type { Table as Rows } from '../../../lib/api/csv.ts';
import { Refusal } from '../../../lib/api/problem.ts';
import { personColumns, type UnitDay, unitColumns } from '../../../lib/api/series.ts';
import { addDays } from '../../../lib/dates.ts';
import type { OpenFigures } from '../../../lib/generation/open-figures.ts';
import type { PersonWindow } from '../../../lib/generation/window.ts';
import type { Unit } from '../../../lib/organisation/units.ts';
import { policyOn } from '../../../lib/policy/in-force.ts';
import { COUNT_METRICS } from '../../../lib/vocabulary.ts';
import type { LightTable as Table } from '../../aws/light-table.ts';
import type { PublishedDay } from '../../published-day.ts';
import type { Answers } from '../ask.ts';
import { kept } from '../kept.ts';
import { itemsOfDays } from '../live.ts';
import { allNames, unitOf, unitRef } from '../organisation.ts';
import { nextCursor, pageOf, positionOf } from '../paging.ts';
import type { ProductivityPorts } from '../ports.ts';
import { metaOfOpenDays, metaOfWindows, pointersOf, UNITS_OF_FIGURES, windowOf, windowsBetween } from '../published.ts';
import { checkRange, pageOfDays } from '../ranges.ts';
import { known } from './organisation.ts';

const PEOPLE_A_PAGE = 500;

/** Officers in fixed windows, units of five officers or more by day: what everybody may see. */
export const productivity: Answers<ProductivityPorts, 'personProductivity' | 'unitProductivity' | 'unitProductivityPeople'> = {
  async personProductivity(ports, ask) {
    const { registry, productivity: table, policies } = ports;
    const { params, query, rights } = ask;
    const person = known(rights.person(params.person));
    if (person.type !== 'OFFICER') throw noProductivity();
    const from = query.from ?? addDays(rights.today, -364);
    const to = query.to ?? rights.today;
    checkRange(from, to);
    const windows = await windowsBetween(registry, from, to);
    return kept(ports, ask, windows, async () => {
      const keys = windows.map(({ start, generation }) => ({ pk: `P#${person.id}`, sk: `W#${start}#${generation}` }));
      const items = keys.length === 0 ? [] : await table.getMany(keys);
      const byStart = new Map(
        items.map((item) => [String(item.start), JSON.parse(String(item.body)) as Omit<PersonWindow, 'person'>]),
      );
      const columns = personColumns(windows.map(({ start }) => byStart.get(start) ?? null));
      const starts = windows.map(({ start }) => start);
      const ends = starts.map((start) => addDays(start, 27));
      return {
        payload: { person: { id: person.id, name: person.name }, starts, ends, ...columns },
        meta: metaOfWindows(rights.today, windows, policies),
        table: () =>
          personRows(
            [
              ['start', starts],
              ['end', ends],
            ],
            columns,
          ),
      };
    });
  },

  async unitProductivity(ports, ask) {
    const { registry, productivity: table, policies } = ports;
    const { params, query, rights } = ask;
    const length = Number(query.window);
    const { dates, needed, next } = pageOfDays(query, await positionOf(ports, ask), length);
    const pointers = await pointersOf(registry, needed, rights.now);
    const published = needed.map((date) => pointers.get(date) ?? null);
    return kept(ports, ask, published, async () => {
      const unit = await unitOf(ports.organisation, rights.organisation.generation, params.unit);
      const found = await unitDays(table, unit.code, published);
      const days = needed.map((date) => found.get(date) ?? null);
      const columns = unitColumns(days, length, policyOn(policies, dates.at(-1) ?? rights.today));
      const shown = published.slice(length - 1);
      const cursor = await nextCursor(ports, ask, next);
      return {
        payload: { ...unitPayload(unit, query.window, dates, shown, columns), cursor },
        meta: metaOfOpenDays(rights.today, shown, UNITS_OF_FIGURES, policies),
        next: cursor,
        table: () => unitRows(dates, columns),
      };
    });
  },

  async unitProductivityPeople(ports, ask) {
    const { registry, productivity: table, policies, organisation } = ports;
    const { params, query, rights } = ask;
    const { generation } = rights.organisation;
    const window = await windowOf(registry, query.window, rights.today);
    return kept(ports, ask, [window], async () => {
      const unit = await unitOf(organisation, generation, params.unit);
      if (window === null) throw noWindow();
      const at = `W#${window.start}#${window.generation}#`;
      const items = await table.query(`U#${unit.code}`, { from: at, to: `${at}~` });
      const names = new Map((await allNames(organisation, generation)).map(([id, name]) => [id, name]));
      const people = items
        .flatMap((item) => JSON.parse(String(item.people)) as BriefWindow[])
        .map(({ person, responseMedian, responseN, ...values }) => ({
          id: person,
          // Who has left since is still in the figures of then, without a name now.
          name: names.get(person) ?? person,
          counts: Object.fromEntries(COUNT_METRICS.map((metric) => [metric, values[metric] ?? 'notPublished'])),
          responseMedian,
          responseN,
        }));
      const { page, next } = pageOf(people, await positionOf(ports, ask), PEOPLE_A_PAGE);
      const cursor = await nextCursor(ports, ask, next);
      return {
        payload: {
          unit: unitRef(unit),
          start: window.start,
          end: addDays(window.start, 27),
          people: page,
          cursor,
        },
        meta: metaOfWindows(rights.today, [window], policies),
        next: cursor,
        table: () => ({
          columns: ['person', 'name', ...COUNT_METRICS, 'responseMedian', 'responseN'],
          rows: page.map(({ id, name, counts, responseMedian, responseN }) => [
            id,
            name,
            ...COUNT_METRICS.map((metric) => counts[metric] ?? null),
            responseMedian,
            responseN,
          ]),
        }),
      };
    });
  },
};

interface BriefWindow {
  readonly person: string;
  readonly responseMedian: number | string;
  readonly responseN: number;
  readonly [metric: string]: number | string;
}

export function noProductivity(): Refusal {
  return new Refusal(404, 'NO_PRODUCTIVITY', 'Productivity exists for regular police officers only: there is none to show.');
}

export function noWindow(): Refusal {
  return new Refusal(404, 'NO_WINDOW', 'No such window of four weeks is published: it is once its last day is final.');
}

/** Days of a unit from the open table, by date. */
export async function unitDays(
  table: Table,
  code: string,
  pointers: readonly (PublishedDay | null)[],
): Promise<Map<string, UnitDay>> {
  const items = await itemsOfDays(table, `U#${code}`, pointers);
  return new Map(
    [...items].map(([date, { officers, figures }]) => [
      date,
      // Days published before they were a text stand as a map.
      { officers: Number(officers), figures: (typeof figures === 'string' ? JSON.parse(figures) : figures) as OpenFigures },
    ]),
  );
}

export function unitPayload(
  unit: Unit,
  window: string,
  dates: readonly string[],
  pointers: readonly (PublishedDay | null)[],
  columns: ReturnType<typeof unitColumns>,
) {
  return {
    unit: unitRef(unit),
    window,
    dates: [...dates],
    status: pointers.map((pointer) => pointer?.status ?? null),
    ...columns,
  };
}

export function unitRows(
  dates: readonly string[],
  { counts, responseTime, officers, visibility }: ReturnType<typeof unitColumns>,
): Rows {
  return {
    columns: ['date', 'officers', ...COUNT_METRICS, 'responseMedian', 'responseP90', 'responseN', 'visibleMinutes'],
    rows: dates.map((date, at) => [
      date,
      officers[at] ?? null,
      ...COUNT_METRICS.map((metric) => counts[metric].value[at] ?? null),
      responseTime.median[at] ?? null,
      responseTime.p90[at] ?? null,
      responseTime.n[at] ?? null,
      visibility.minutes[at] ?? null,
    ]),
  };
}

export function personRows(
  named: readonly (readonly [string, readonly (string | number | null)[]])[],
  { counts, responseTime }: ReturnType<typeof personColumns>,
): Rows {
  const length = named[0]?.[1].length ?? 0;
  return {
    columns: [...named.map(([name]) => name), ...COUNT_METRICS, 'responseMedian', 'responseP90', 'responseN'],
    rows: Array.from({ length }, (_, at) => [
      ...named.map(([, values]) => values[at] ?? null),
      ...COUNT_METRICS.map((metric) => counts[metric].value[at] ?? null),
      responseTime.median[at] ?? null,
      responseTime.p90[at] ?? null,
      responseTime.n[at] ?? null,
    ]),
  };
}
