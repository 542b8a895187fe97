import { describe, expect, it } from 'vitest';
import { absencesOf } from '../../../lib/availability/inputs.ts';
import { covered, subtract, union } from '../../../lib/interval.ts';
import type { RowOf } from '../../../lib/sources/catalogue.ts';
import { policy } from '../world.ts';

describe('absences', () => {
  const row = (over: Partial<RowOf<'absences'>>): RowOf<'absences'> => ({
    absence_id: 'AB',
    employee_no: '1',
    absence_code: 'AL',
    start_at: '2026-11-20T07:00:00Z',
    end_at: '2026-11-20T09:00:00Z',
    approved: true,
    planned: true,
    updated_at: '2026-01-01T00:00:00Z',
    ...over,
  });

  it('leave counts when approved; what nobody plans counts as recorded', () => {
    expect(
      absencesOf(
        [
          row({}),
          row({ approved: false }),
          row({ approved: false, absence_code: 'STUDY' }),
          row({ approved: false, absence_code: 'SICK_S' }),
        ],
        policy,
      ).map(({ code }) => code),
    ).toEqual(['AL', 'SICK_S']);
  });

  it('without an end lasts on', () => {
    const [open] = absencesOf([row({ end_at: null })], policy);
    expect(open?.end).toBe(Number.MAX_SAFE_INTEGER);
    expect(absencesOf([row({})], policy)[0]).toEqual({
      id: 'AB',
      code: 'AL',
      timeClass: 'leave',
      start: Date.parse('2026-11-20T07:00:00Z'),
      end: Date.parse('2026-11-20T09:00:00Z'),
    });
  });
});

describe('spans', () => {
  it('join where they touch or overlap, in any order, and empty ones vanish', () => {
    expect(
      union([
        { start: 5, end: 7 },
        { start: 0, end: 2 },
        { start: 2, end: 3 },
        { start: 6, end: 9 },
        { start: 4, end: 4 },
        { start: 8, end: 7 },
      ]),
    ).toEqual([
      { start: 0, end: 3 },
      { start: 5, end: 9 },
    ]);
    expect(
      union([
        { start: 0, end: 9 },
        { start: 1, end: 2 },
      ]),
    ).toEqual([{ start: 0, end: 9 }]);
  });

  it('cover what lies within', () => {
    expect(
      covered(
        [
          { start: 0, end: 2 },
          { start: 4, end: 6 },
          { start: 8, end: 9 },
        ],
        { start: 1, end: 5 },
      ),
    ).toBe(2);
  });

  it('do not change the spans they were given', () => {
    const spans = [
      { start: 0, end: 2 },
      { start: 1, end: 3 },
    ];
    union(spans);
    expect(spans[0]).toEqual({ start: 0, end: 2 });
  });

  it('one from another leaves what neither touches', () => {
    const span = (start: number, end: number) => ({ start, end });
    const day = [span(10, 20), span(30, 40)];
    expect(subtract(day, [])).toEqual(day);
    expect(subtract(day, [span(0, 10), span(20, 30), span(40, 50)])).toEqual(day);
    expect(subtract(day, [span(12, 14), span(16, 18)])).toEqual([span(10, 12), span(14, 16), span(18, 20), span(30, 40)]);
    expect(subtract(day, [span(10, 12), span(18, 32)])).toEqual([span(12, 18), span(32, 40)]);
    expect(subtract(day, [span(0, 50)])).toEqual([]);
    expect(subtract(day, [span(5, 20), span(35, 45)])).toEqual([span(30, 35)]);
  });
});
