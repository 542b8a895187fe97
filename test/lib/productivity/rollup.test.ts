import { describe, expect, it } from 'vitest';
import type { Day } from '../../../lib/day/day.ts';
import type { RoleProfile } from '../../../lib/policy/policy.ts';
import { lineOf } from '../../../lib/productivity/officers.ts';
import { forceFigures, personFigures, unitFigures } from '../../../lib/productivity/rollup.ts';
import { at, figures, sent } from '../day/control.ts';
import { incident, status } from '../day/rows.ts';
import { arrestFact, DATE, dutyFact } from '../day/world.ts';
import { policy } from '../world.ts';

const noon = at('12:00:00');
const unitOf = (day: Day, code: string) => unitFigures(day).find((one) => one.code === code)?.figures;

describe("a person's response time", () => {
  const attended = {
    incidents: [incident('I1', at('10:00:00')), incident('I2', at('11:00:00')), incident('I3', at('12:00:00'))],
    attendances: [
      sent('I1', '1', '10:00:00', '10:05:00'),
      sent('I2', '1', '11:00:00', '11:08:00'),
      sent('I3', '1', '12:00:00', '12:02:00'),
    ],
  };
  const under = (over: Partial<RoleProfile>) => {
    const profile = { ...(policy.roleProfiles.RESPONSE as RoleProfile), ...over };
    return figures(attended, { policy: { ...policy, roleProfiles: { RESPONSE: profile } } }).person('1')?.responseTime;
  };

  it('keeps its single seconds from the shortest up', () => {
    expect(under({})).toMatchObject({ n: 3, seconds: [120, 300, 480], reason: 'tooFew' });
  });

  it('keeps none of a despatch that gave no time', () => {
    const attendances = [...attended.attendances.slice(0, 2), sent('I3', '1', '12:00:00', null)];
    expect(figures({ ...attended, attendances }).person('1')?.responseTime).toMatchObject({
      n: 2,
      seconds: [300, 480],
      leftOut: { arrivalMissing: 1 },
    });
  });

  it.each([
    ['somebody who does not respond', { responder: false }],
    ['a role without the metric', { metrics: ['arrests' as const] }],
  ])('does not apply to %s', (_, over) => {
    expect(under(over)).toMatchObject({ n: 0, seconds: [], median: null, reason: 'notApplicable' });
  });
});

describe('a person', () => {
  const overMidnight = {
    duties: [
      dutyFact('1', '2026-11-19', '2026-11-19T22:00:00Z', '2026-11-20T07:00:00Z'),
      dutyFact('3', DATE, `${DATE}T05:00:00Z`, `${DATE}T15:00:00Z`),
    ],
    arrests: ['1', '3'].map((id) => arrestFact('A', id, '2026-11-20T06:00:00Z')),
  };

  it('has an event on the own duty date, and not on that of somebody else', () => {
    const before = figures(overMidnight, { date: '2026-11-19' });
    expect([before.person('1')?.arrests.value, before.person('3')?.arrests.value]).toEqual([1, 0]);
    expect(before.person('3')?.arrests.sources).toEqual([]);
    const after = figures(overMidnight);
    expect([after.person('1')?.arrests.value, after.person('3')?.arrests.value]).toEqual([0, 1]);
  });

  it('has the flags of what was led, each once and in order', () => {
    const { day } = figures({ arrests: [arrestFact('A', '1', at('22:00:00')), arrestFact('B', '1', noon)] });
    const arrests = day.events.arrests.map((part) => ({ ...part, flags: ['Z', 'B'] }));
    const person = day.people.get('1');
    if (person === undefined) throw new Error('nobody');
    expect(personFigures({ ...day, events: { ...day.events, arrests } }, person).arrests.flags).toEqual([
      'B',
      'OFF_DUTY_ACTIVITY',
      'Z',
    ]);
  });

  it('says why visibility has no value, and that a partial feed is one', () => {
    const seen = (statuses: 'missing' | 'partial') =>
      figures({ statuses: [status('1', at('07:00:00'), at('08:00:00'))] }, { arrivals: { duties: 'complete', statuses } }).person(
        '1',
      )?.visibility;
    expect(seen('missing')).toEqual({ minutes: null, unknownMinutes: null, reason: 'feedMissing', complete: false });
    expect(seen('partial')).toEqual({ minutes: 60, unknownMinutes: 540, reason: null, complete: false });
  });
});

describe('the events of a group', () => {
  it.each([
    ['an officer among others', ['999', '4', '3'], { byOfficers: 1, notByOfficers: 0, unattributed: 0 }],
    ['a PCSO and somebody unknown', ['4', '999'], { byOfficers: 0, notByOfficers: 1, unattributed: 0 }],
    ['somebody unknown', ['999'], { byOfficers: 0, notByOfficers: 0, unattributed: 1 }],
  ])('led by %s stand in one of three parts', (_, officers, parts) => {
    const arrests = officers.map((id) => arrestFact('A', id, noon));
    expect(forceFigures(figures({ arrests }).day).arrests).toMatchObject({
      value: 1,
      participations: officers.length,
      ...parts,
    });
  });

  it('add up to nothing that can be said without the feed', () => {
    const { day } = figures({ arrests: [arrestFact('A', '1', noon)] }, { arrivals: { duties: 'complete' } });
    expect(forceFigures(day).arrests).toMatchObject({ value: null, reason: 'feedMissing', complete: false });
  });
});

describe('the response time of a group', () => {
  const crew = {
    incidents: [incident('I', at('10:00:00')), incident('J', at('11:00:00'))],
    attendances: [
      sent('I', '1', '10:01:00', '10:09:00'),
      sent('I', '3', '10:01:00', '10:09:00'),
      sent('J', '2', '11:01:00', '11:09:00'),
    ],
  };

  it.each([
    ['T1', 2],
    ['T2', 1],
    ['D', 2],
  ])('counts a crew of two teams in each, and once above: %s has %s', (code, n) => {
    expect(unitOf(figures(crew).day, code)?.responseTime).toMatchObject({ n, targets: null });
  });

  it('of an area has the share of each grade, without what is left out', () => {
    const graded = (no: string, grade: string) => incident(no, at('10:00:00'), { initial_grade: grade, final_grade: grade });
    const { day } = figures({
      incidents: [...['A', 'B', 'C'].map((no) => graded(no, 'P1')), ...['X', 'Y'].map((no) => graded(no, 'P2'))],
      attendances: [
        sent('A', '1', '10:01:00', '10:15:00'),
        sent('B', '1', '10:01:00', '10:15:01'),
        sent('C', '1', '10:01:00', null),
        sent('X', '1', '10:01:00', '11:00:00'),
        sent('Y', '1', '10:01:00', null),
      ],
    });
    const targets = { P1: { n: 2, within: 1 }, P2: { n: 1, within: 1 } };
    expect(unitOf(day, 'A')?.responseTime).toMatchObject({ n: 3, targets, leftOut: { arrivalMissing: 2 } });
    expect(forceFigures(day).responseTime).toMatchObject({ n: 3, targets });
  });
});

describe('the visibility of a group', () => {
  it('sums known and unknown minutes of its officers', () => {
    const statuses = ['1', '2', '4'].map((id) => status(id, at('07:00:00'), at('08:00:00')));
    const { day } = figures({ statuses });
    expect(unitOf(day, 'T1')?.visibility).toEqual({ minutes: 120, unknownMinutes: 1080, reason: null, complete: true });
    // The PCSO of T2 is no officer, and of officer 3 nothing is heard.
    expect(unitOf(day, 'T2')?.visibility).toEqual({ minutes: 0, unknownMinutes: 600, reason: null, complete: true });
    expect(forceFigures(day).visibility).toEqual({ minutes: 120, unknownMinutes: 1680, reason: null, complete: true });
  });

  it('is null without the feed', () => {
    const { day } = figures({ statuses: [] }, { arrivals: { duties: 'complete', statuses: 'missing' } });
    const missing = { minutes: null, unknownMinutes: null, reason: 'feedMissing', complete: false };
    expect([unitOf(day, 'T1')?.visibility, forceFigures(day).visibility]).toEqual([missing, missing]);
  });

  it('is the same to the last digit in whatever order the officers come', () => {
    // 6, 12 and 18 seconds: .1 + .2 + .3 is not .3 + .2 + .1.
    const seconds = [
      ['1', '06'],
      ['2', '12'],
      ['3', '18'],
    ] as const;
    const { day } = figures({ statuses: seconds.map(([id, to]) => status(id, at('07:00:00'), at(`07:00:${to}`))) });
    const turned = { ...day, visibility: new Map([...day.visibility].reverse()) };
    expect(forceFigures(turned).visibility.minutes).toBe(forceFigures(day).visibility.minutes);
    expect(forceFigures(day).visibility.minutes).toBe(0.1 + 0.2 + 0.3);
  });
});

describe('the units of a day', () => {
  it('stand in order of the code, in whatever order they come', () => {
    const { day } = figures({});
    const codes = ['A', 'D', 'F', 'T1', 'T2'];
    expect(unitFigures(day).map(({ code }) => code)).toEqual(codes);
    expect(unitFigures({ ...day, units: new Map([...day.units].reverse()) }).map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    ['T1', ['F', 'A', 'D', 'T1']],
    ['F', ['F']],
    ['NOWHERE', []],
    [null, []],
  ])('the line of %s runs from the top down', (team, line) => {
    expect(lineOf(figures({}).day, team)).toEqual(line);
  });
});
