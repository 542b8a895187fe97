import { describe, expect, it } from 'vitest';
import { at, call, figures, sent } from './control.ts';
import { incident, status } from './rows.ts';
import { personRow, sources } from './world.ts';

describe('incidents attended', () => {
  it('several officers at one incident: each has it, a group counts it once', () => {
    const { person, unit, generation } = figures({
      incidents: [call],
      attendances: [
        sent('I', '1', '10:01:00', '10:09:00'),
        sent('I', '2', '10:01:00', '10:09:00'),
        sent('I', '3', '10:03:00', '10:12:00'),
      ],
    });
    expect(['1', '2', '3'].map((id) => person(id)?.incidentsAttended.value)).toEqual([1, 1, 1]);
    expect(unit('T1')?.incidentsAttended).toMatchObject({ value: 1, participations: 2, byOfficers: 1 });
    expect(unit('D')?.incidentsAttended).toMatchObject({ value: 1, participations: 3 });
    expect(generation.force.incidentsAttended).toMatchObject({ value: 1, byOfficers: 1, notByOfficers: 0, unattributed: 0 });
  });

  it('one attendance on two merged logs counts once, and a loop of merges stays what it is', () => {
    const merged = [
      call,
      incident('J', at('10:02:00'), { merged_into: 'I' }),
      incident('K', at('10:03:00'), { merged_into: 'J' }),
    ];
    const attendances = [sent('I', '1', '10:01:00', '10:09:00'), sent('K', '1', '10:04:00', '10:09:00')];
    expect(figures({ incidents: merged, attendances }).person('1')?.incidentsAttended.value).toBe(1);
    const loop = [incident('I', at('10:00:00'), { merged_into: 'J' }), incident('J', at('10:02:00'), { merged_into: 'I' })];
    const twice = [sent('I', '1', '10:01:00', '10:09:00'), sent('J', '1', '10:04:00', '10:09:00')];
    expect(figures({ incidents: loop, attendances: twice }).person('1')?.incidentsAttended.value).toBe(2);
  });

  it('cleared without arrival, stood down, and no arrival are left out by a rule', () => {
    const { person, day, totals } = figures({
      incidents: [call],
      attendances: [
        sent('I', '1', '10:01:00', null, { cleared_at: at('10:30:00') }),
        sent('I', '2', '10:01:00', null, { stood_down_at: at('10:05:00') }),
        sent('I', '3', '10:01:00', null),
      ],
    });
    expect(person('1')?.incidentsAttended.value).toBe(0);
    expect(day.excluded).toEqual({
      'attendances CLEARED_WITHOUT_ARRIVAL': 1,
      'attendances STOOD_DOWN': 1,
      'attendances ARRIVAL_MISSING': 1,
    });
    expect(totals.get('attendances')).toMatchObject({ rows: 3, excluded: 3, credited: 0 });
  });

  it('an incident that lies further back is counted and flagged, without response time', () => {
    const { person } = figures({ attendances: [sent('OLD', '1', '10:01:00', '10:09:00')] });
    expect(person('1')?.incidentsAttended).toMatchObject({ value: 1, flags: ['INCIDENT_ELSEWHERE'] });
    expect(person('1')?.responseTime).toMatchObject({ n: 0, leftOut: {} });
  });

  it('a callsign alone stands for everybody whose status was open under it', () => {
    const crew = [
      status('1', at('09:00:00'), at('10:30:00'), 'PATROL', { callsign: 'K1' }),
      status('2', at('09:00:00'), null, 'PATROL', { callsign: 'K1' }),
      status('3', at('09:00:00'), at('10:01:00'), 'PATROL', { callsign: 'K1' }),
      status('3', at('10:01:00'), at('11:00:00'), 'PATROL', { callsign: 'K9' }),
    ];
    const attendances = [sent('I', null, '10:01:00', '10:09:00', { callsign: 'K1' })];
    const { person, totals, generation } = figures({ incidents: [call], attendances, statuses: crew });
    expect(['1', '2', '3'].map((id) => person(id)?.incidentsAttended.value)).toEqual([1, 1, 0]);
    expect(totals.get('attendances')).toMatchObject({ credited: 1, unresolved: 0 });
    expect(generation.force.incidentsAttended).toMatchObject({ value: 1, participations: 2 });
  });

  it('crew with one collar number logged: whoever shared the callsign attended as well', () => {
    const crew = ['1', '2'].map((id) => status(id, at('09:00:00'), at('11:00:00'), 'PATROL', { callsign: 'K1' }));
    const values = (crew_type: string | null) => {
      const attendances = [sent('I', '1', '10:01:00', '10:09:00', { callsign: 'K1', crew_type })];
      const { person } = figures({ incidents: [call], attendances, statuses: crew });
      return ['1', '2'].map((id) => person(id)?.incidentsAttended.value);
    };
    expect([values('DOUBLE'), values('MULTI'), values('SINGLE'), values(null)]).toEqual([
      [1, 1],
      [1, 1],
      [1, 0],
      [1, 0],
    ]);
  });

  it('a status without an end is open until the next one, at most 120 minutes', () => {
    const attendances = [sent('I', null, '10:01:00', '10:09:00', { callsign: 'K1' })];
    const values = (...statuses: ReturnType<typeof status>[]) =>
      figures({ incidents: [call], attendances, statuses }).person('1')?.incidentsAttended.value;
    const open = (from: string) => status('1', at(from), null, 'PATROL', { callsign: 'K1' });
    expect([values(open('08:02:00')), values(open('08:01:00'))]).toEqual([1, 0]);
    expect(values(open('09:00:00'), status('1', at('10:00:00'), null, 'REFS', { callsign: 'K2' }))).toBe(0);
  });

  it('attending officer missing: nobody under the callsign, so it is unattributed and listed', () => {
    const attendances = [sent('I', null, '10:01:00', '10:09:00', { callsign: 'K7' })];
    const { day, generation } = figures({ incidents: [call], attendances });
    expect(generation.force.incidentsAttended).toMatchObject({ value: 1, unattributed: 1 });
    expect(day.unresolved).toEqual([{ feed: 'attendances', key: `["I","K7","${at('10:01:00')}"]`, person: '' }]);
  });

  it('a collar number is looked up among those employed; a reused one is nobody', () => {
    const people = [
      personRow('1', { collar_no: '77' }),
      personRow('2', { collar_no: '88' }),
      personRow('3', { collar_no: '88' }),
      personRow('9', { collar_no: '77', leave_date: '2026-01-01' }),
    ];
    const withCollar = (collar: string) => {
      const row = sent('I', collar, '10:01:00', '10:09:00');
      return { ...row, fact: { ...row.fact, c: ['employee_no'] } };
    };
    const snapshots = { ...sources().snapshots, people };
    const found = figures({ incidents: [call], attendances: [withCollar('77')] }, { snapshots });
    expect(found.person('1')?.incidentsAttended.value).toBe(1);
    for (const collar of ['88', '1', '99']) {
      const { day } = figures({ incidents: [call], attendances: [withCollar(collar)] }, { snapshots });
      expect(day.unresolved.map(({ person }) => person)).toContain(`collar ${collar}`);
    }
  });
});
