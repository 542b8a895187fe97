import { describe, expect, it } from 'vitest';
import { isLineBroken } from '../../../lib/organisation/command.ts';
import { shrunk } from '../../../lib/organisation/shrink.ts';
import { assignmentRow, personRow, positionRow } from '../day/world.ts';

const DATE = '2026-11-20';

describe('extracts that are held back', () => {
  const good = {
    people: [personRow('1'), personRow('2', { leave_date: '2026-12-01' })],
    assignments: [assignmentRow('1', 'T1'), assignmentRow('2', 'T1', { effective_to: '2026-11-01' })],
    positions: [],
    units: [],
  };
  const held = (people: typeof good.people, assignments: typeof good.assignments) => shrunk(good, { people, assignments });

  it('end employment at once, and never earlier than either extract says', () => {
    const { people } = held([personRow('1', { leave_date: '2026-11-19' }), personRow('2', { leave_date: '2026-12-09' })], []);
    expect(people.map(({ leave_date }) => leave_date)).toEqual(['2026-11-19', '2026-12-01']);
  });

  it('end postings at once, and give nobody a new one', () => {
    const { assignments } = held(
      [],
      [
        assignmentRow('1', 'T1', { effective_to: '2026-11-18' }),
        assignmentRow('2', 'T1', { effective_to: null }),
        assignmentRow('9', 'T9'),
      ],
    );
    expect(assignments.map(({ employee_no, effective_to }) => [employee_no, effective_to])).toEqual([
      ['1', '2026-11-18'],
      ['2', '2026-11-01'],
    ]);
  });

  it('leave everything as it is when they say nothing new', () => {
    expect(held([personRow('3')], [])).toEqual(good);
  });
});

describe('a line of command', () => {
  const posts = (orphans: number) =>
    Array.from({ length: 400 }, (_, n) => positionRow(`P${n}`, 'T1', { reports_to_position_id: n < orphans ? 'GONE' : 'P399' }));
  const most = { share: 0.01, posts: 3 };

  it('is broken when more than one in a hundred of its posts, and more than three, are cut', () => {
    // P399 reports to itself: one cut more.
    expect(isLineBroken(posts(4), DATE, most)).toBe(true);
    expect(isLineBroken(posts(3), DATE, most)).toBe(false);
  });

  it('of a small force bears three slips', () => {
    const few = ['A', 'B', 'C'].map((id) => positionRow(id, 'T1', { reports_to_position_id: 'GONE' }));
    expect(isLineBroken(few, DATE, most)).toBe(false);
    expect(isLineBroken([...few, positionRow('D', 'T1', { reports_to_position_id: 'GONE' })], DATE, most)).toBe(true);
  });
});
