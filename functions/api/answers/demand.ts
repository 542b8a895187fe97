import { Refusal } from '../../../lib/api/problem.ts';
import type { Demand } from '../../../lib/productivity/demand.ts';
import type { PublishedDay } from '../../published-day.ts';
import type { Answers } from '../ask.ts';
import { isLive, itemsOfDays } from '../live.ts';
import { unitOf, unitRef } from '../organisation.ts';
import { nextCursor, positionOf } from '../paging.ts';
import type { OperationsPorts } from '../ports.ts';
import { metaOfOpenDays, pointersOf } from '../published.ts';
import { pageOfDays } from '../ranges.ts';

/** What the public asked for, of areas and the force. */
export const demand: Answers<OperationsPorts, 'unitDemand'> = {
  async unitDemand(ports, ask) {
    const { params, query, rights } = ask;
    const unit = await unitOf(ports.organisation, rights.organisation.generation, params.unit);
    if (unit.type !== 'AREA' && unit.type !== 'FORCE')
      throw new Refusal(404, 'NO_DEMAND', 'A log has an area and no team: demand exists for areas and the force.');
    const { dates, next } = pageOfDays(query, await positionOf(ports, ask));
    const pointers = await pointersOf(ports.registry, dates, rights.now);
    const shown = dates.map((date) => pointers.get(date) ?? null);
    const found = await itemsOfDays(ports.productivity, `DEMAND#${unit.code}`, shown);
    const days = dates.map((date) => found.get(date)?.demand as Demand | undefined);
    const columns = columnsOf(days, shown);
    const cursor = await nextCursor(ports, ask, next);
    return {
      payload: {
        unit: unitRef(unit),
        dates: [...dates],
        status: shown.map((pointer) => pointer?.status ?? null),
        ...columns,
        cursor,
      },
      meta: metaOfOpenDays(rights.today, shown, { byGrade: 'logs', selfInitiated: 'logs' }, ports.policies),
      next: cursor,
      table: () => ({
        columns: ['date', ...Object.keys(columns.byGrade), 'selfInitiated'],
        rows: dates.map((date, at) => [
          date,
          ...Object.values(columns.byGrade).map((values) => values[at] ?? null),
          columns.selfInitiated[at] ?? null,
        ]),
      }),
    };
  },
};

/** A day that cannot say is null with its reason; a grade without a log on a day that can is none. */
function columnsOf(days: readonly (Demand | undefined)[], pointers: readonly (PublishedDay | null)[]) {
  const told = (day: Demand | undefined) => (day === undefined || day.reason !== null ? null : day);
  const grades = [...new Set(days.flatMap((day) => Object.keys(told(day)?.byGrade ?? {})))].sort();
  const valuesOf = (of: (day: Demand) => number) =>
    days.map((day) => {
      const one = told(day);
      return one === null ? null : of(one);
    });
  return {
    byGrade: Object.fromEntries(grades.map((grade) => [grade, valuesOf(({ byGrade }) => byGrade[grade] ?? 0)])),
    selfInitiated: valuesOf(({ selfInitiated }) => selfInitiated),
    // A published day without it was made before logs were counted.
    reason: days.map(
      (day, at) => day?.reason ?? (day !== undefined ? null : isLive(pointers[at] ?? null) ? 'notCounted' : 'notPublished'),
    ),
    complete: days.map((day) => day?.complete ?? false),
  };
}
