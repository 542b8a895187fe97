import { describe, expect, it } from 'vitest';
import { resolveDay } from '../../../lib/day/day.ts';
import type { PlacedFact } from '../../../lib/day/merge.ts';
import { generationOf } from '../../../lib/generation/generation.ts';
import { openItemsOf } from '../../../lib/generation/items.ts';
import { demandOf } from '../../../lib/productivity/demand.ts';
import { DATE, unitRow, withFacts } from '../day/world.ts';

const UNITS = [
  unitRow('FORCE', 'FORCE', null),
  unitRow('A', 'AREA', 'FORCE'),
  unitRow('B', 'AREA', 'FORCE'),
  unitRow('DEPT', 'DEPT', 'A'),
  unitRow('T', 'TEAM', 'DEPT'),
];

function logFact(incident_no: string, area_code: string | null, over: Record<string, unknown> = {}): PlacedFact {
  const created_at = String(over.created_at ?? `${DATE}T10:00:00Z`);
  const updated_at = '2026-11-30T00:00:00Z';
  const r = {
    ...{ incident_no, area_code, created_at, updated_at, received_at: null, initial_grade: 'P2', final_grade: null },
    ...{ graded_at: null, rural_flag: null, type_code: null, origin_code: 'PUBLIC', closing_code: null, closed_at: null },
    ...{ merged_into: null, deleted_at: null, ...over },
  };
  return {
    fact: { k: JSON.stringify([incident_no]), v: updated_at, l: 1, r },
    drop: { name: 'incidents_20261130T000000Z.csv', extractTime: '2026-11-30T00:00:00Z' },
    date: created_at.slice(0, 10),
  } as unknown as PlacedFact;
}

function dayWith(...incidents: PlacedFact[]) {
  const world = withFacts({ incidents });
  const arrivals = { ...world.arrivals, incidents: 'complete' } as const;
  return resolveDay({ ...world, arrivals, snapshots: { ...world.snapshots, units: UNITS } });
}
const of = (day: ReturnType<typeof dayWith>, code: string) => {
  const unit = day.units.get(code);
  if (unit === undefined) throw new Error(`no unit ${code}`);
  return demandOf(day, unit);
};

describe('demand', () => {
  it('counts logs of the public by final grade, of an area by where it happened, of the force all', () => {
    const day = dayWith(
      logFact('1', 'A', { initial_grade: 'P1' }),
      logFact('2', 'A', { final_grade: 'P1' }),
      logFact('3', 'B'),
      logFact('4', null, { initial_grade: null }),
    );
    expect(of(day, 'A')?.byGrade).toEqual({ P1: 2 });
    expect(of(day, 'B')?.byGrade).toEqual({ P2: 1 });
    expect(of(day, 'FORCE')?.byGrade).toEqual({ P1: 2, P2: 1, none: 1 });
  });

  it('tells what officers found apart, merged logs once, and leaves other days out', () => {
    const day = dayWith(
      logFact('1', 'A'),
      logFact('2', 'A', { merged_into: '1' }),
      logFact('3', 'A', { origin_code: 'OFFICER' }),
      logFact('4', 'A', { created_at: '2026-11-03T12:00:00Z' }),
    );
    expect(of(day, 'FORCE')).toMatchObject({ byGrade: { P2: 1 }, selfInitiated: 1, reason: null });
  });

  it('does not exist of teams and departments', () => {
    const day = dayWith(logFact('1', 'A'));
    expect([of(day, 'DEPT'), of(day, 'T')]).toEqual([null, null]);
  });

  it('is not known while the feed is missing', () => {
    const day = { ...dayWith(), status: 'provisional' as const, arrivals: {} };
    expect(of(day, 'A')).toMatchObject({ byGrade: {}, reason: 'feedMissing', complete: false });
    expect(of({ ...day, status: 'planned' }, 'A')).toMatchObject({ reason: 'notYet', complete: false });
  });

  it('stands in an open item of its own', () => {
    const generation = generationOf(dayWith(logFact('1', 'A')));
    // However few officers the area has.
    const items = openItemsOf(generation, 'g', 99).filter(({ pk }) => pk.startsWith('DEMAND#'));
    expect(items.map(({ pk }) => pk)).toEqual(['DEMAND#A', 'DEMAND#B', 'DEMAND#FORCE']);
    expect(items[0]?.demand).toEqual({ byGrade: { P2: 1 }, selfInitiated: 0, reason: null, complete: true });
  });
});
