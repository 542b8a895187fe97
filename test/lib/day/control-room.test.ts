import { describe, expect, it } from 'vitest';
import { resolveDay } from '../../../lib/day/day.ts';
import type { DaySources } from '../../../lib/day/sources.ts';
import { checkTotals, generationOf } from '../../../lib/generation/generation.ts';
import { personFigures, unitFigures } from '../../../lib/productivity/rollup.ts';
import { policy } from '../world.ts';
import { attendance, incident, status } from './rows.ts';
import { assignmentRow, DATE, dutyFact, personRow, sources, unitRow, withFacts } from './world.ts';

const at = (time: string) => `${DATE}T${time}Z`;
const FEEDS = ['duties', 'incidents', 'attendances', 'statuses'];

const UNITS = [
  unitRow('F', 'FORCE', null),
  unitRow('A', 'AREA', 'F'),
  unitRow('D', 'DEPT', 'A'),
  unitRow('T1', 'TEAM', 'D'),
  unitRow('T2', 'TEAM', 'D'),
];

/** The two teams of the unit world in an area, with the control room's feeds in. */
function figures(facts: Partial<DaySources['facts']>, over: Partial<DaySources> = {}) {
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

const call = incident('I', at('10:00:00'));
const sent = (no: string, officer: string | null, from: string, to: string | null, over = {}) =>
  attendance(no, officer, at(from), { enroute_at: at(from), arrived_at: to === null ? null : at(to), ...over });

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

describe('response time', () => {
  const persons = (attendances: ReturnType<typeof sent>[], incidents = [call]) =>
    figures({ incidents, attendances }).person('1')?.responseTime;

  it('own first despatch, despatched to arrived, split at en route', () => {
    const { person } = figures({
      incidents: [call],
      attendances: [
        sent('I', '1', '10:02:00', '10:10:00', { enroute_at: at('10:03:00') }),
        sent('I', '1', '10:20:00', '10:50:00', { enroute_at: at('10:21:00') }),
      ],
    });
    expect(person('1')?.responseTime).toMatchObject({ n: 1, seconds: [480], median: null, reason: 'tooFew' });
    expect(person('2')?.responseTime).toMatchObject({ n: 0, seconds: [] });
  });

  it.each([
    ['stood down before arrival', { stood_down_at: at('10:05:00') }, '10:09:00', 'stoodDown'],
    ['arrival missing', {}, null, 'arrivalMissing'],
    ['en route and arrived at once', { enroute_at: at('10:08:45') }, '10:09:00', 'batchStamped'],
    ['arrival long before despatch', {}, '10:00:00', 'dataError'],
  ])('%s is left out and counted', (_, over, arrived, reason) => {
    expect(persons([sent('I', '1', '10:01:30', arrived, over)])).toMatchObject({ n: 0, leftOut: { [reason]: 1 } });
  });

  it('self-initiated is left out', () => {
    const own = incident('I', at('10:00:00'), { origin_code: 'OFFICER' });
    expect(persons([sent('I', '1', '10:01:00', '10:09:00')], [own])).toMatchObject({ n: 0, leftOut: { selfInitiated: 1 } });
  });

  it('stood down after arrival is a response; arrival before despatch is 0 within 60 s', () => {
    expect(persons([sent('I', '1', '10:01:00', '10:09:00', { stood_down_at: at('10:30:00') })])?.seconds).toEqual([480]);
    expect(persons([sent('I', '1', '10:01:00', '10:00:00', { enroute_at: null })])?.seconds).toEqual([0]);
    expect(persons([sent('I', '1', '10:01:00', '10:09:00', { enroute_at: null })])?.seconds).toEqual([480]);
    expect(persons([sent('I', '1', '10:01:00', '10:01:31')])?.seconds).toEqual([31]);
  });

  it('more than a day is a fault', () => {
    const late = attendance('I', '1', at('10:01:00'), { arrived_at: '2026-11-21T10:02:00Z' });
    expect(persons([late])).toMatchObject({ n: 0, leftOut: { dataError: 1 } });
  });

  it('counts what was P1 or P2 at the moment of despatch', () => {
    const upgraded = incident('I', at('10:00:00'), { initial_grade: 'P3', final_grade: 'P1', graded_at: at('10:30:00') });
    expect(persons([sent('I', '1', '10:10:00', '10:40:00')], [upgraded])?.n).toBe(0);
    expect(persons([sent('I', '1', '10:30:00', '10:40:00')], [upgraded])?.n).toBe(1);
    expect(persons([sent('I', '1', '10:10:00', '10:40:00', { grade_at_despatch: 'P2' })], [upgraded])?.n).toBe(1);
    expect(persons([sent('I', '1', '10:30:00', '10:40:00', { grade_at_despatch: 'P3' })], [upgraded])?.n).toBe(0);
  });

  it('a detective at an incident has no response time, and what was attended stands beside', () => {
    const base = sources();
    const positions = (base.snapshots.positions ?? []).map((row) => ({ ...row, role_code: 'INVESTIGATION' }));
    const { person } = figures(
      { incidents: [call], attendances: [sent('I', '1', '10:01:00', '10:09:00')] },
      { snapshots: { ...base.snapshots, positions } },
    );
    expect(person('1')?.responseTime).toMatchObject({ reason: 'notApplicable', n: 0, seconds: [] });
    expect(person('1')?.incidentsAttended).toMatchObject({ value: null, reason: 'notApplicable', alsoRecorded: 1 });
    expect(person('1')?.visibility).toMatchObject({ minutes: null, reason: 'notApplicable' });
  });

  it('from five on there is a median', () => {
    const incidents = [1, 2, 3, 4, 5].map((n) => incident(`I${n}`, at('10:00:00')));
    const attendances = [1, 2, 3, 4, 5].map((n) =>
      sent(`I${n}`, '1', `10:0${n}:00`, `10:1${n + n}:00`.replace('10:110', '10:20'), {}),
    );
    const { person, unit } = figures({ incidents, attendances });
    const seconds = person('1')?.responseTime.seconds ?? [];
    expect(seconds).toHaveLength(5);
    expect(person('1')?.responseTime).toMatchObject({ median: seconds[2], p90: seconds[4], n: 5, reason: null, toEnRoute: 0 });
    expect(unit('T1')?.responseTime).toMatchObject({ median: seconds[2], n: 5, targets: null });
    expect(Object.values(unit('T1')?.responseTime.histogram ?? {}).reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  describe('of teams', () => {
    const samples = (attendances: ReturnType<typeof sent>[], incidents = [call]) =>
      figures({ incidents, attendances }).day.responses.teams.map(({ teams, seconds }) => [...teams, seconds]);

    it('second unit arriving first: its own time counts, for its team alone', () => {
      expect(samples([sent('I', '1', '10:01:00', '10:20:00'), sent('I', '3', '10:05:00', '10:09:00')])).toEqual([['T2', 240]]);
    });

    it('a crew arrives as one: each of its teams has it once', () => {
      expect(samples([sent('I', '1', '10:01:00', '10:09:00'), sent('I', '2', '10:01:00', '10:09:00')])).toEqual([['T1', 480]]);
      expect(samples([sent('I', '1', '10:01:00', '10:09:00'), sent('I', '3', '10:02:00', '10:09:00')])).toEqual([
        ['T1', 'T2', 480],
      ]);
    });

    it('PCSO first on scene: the team of the PCSO was first', () => {
      expect(samples([sent('I', '4', '10:01:00', '10:05:00'), sent('I', '1', '10:01:00', '10:09:00')])).toEqual([['T2', 240]]);
    });

    it('somebody unknown first on scene: no team was', () => {
      expect(samples([sent('I', '999', '10:01:00', '10:05:00'), sent('I', '1', '10:01:00', '10:09:00')])).toEqual([]);
    });

    it('nobody arrived, or it was not urgent', () => {
      expect(samples([sent('I', '1', '10:01:00', null)])).toEqual([]);
      const calm = incident('I', at('10:00:00'), { initial_grade: 'P3', final_grade: 'P3' });
      expect(samples([sent('I', '1', '10:01:00', '10:09:00')], [calm])).toEqual([]);
    });
  });

  describe('of areas and the force', () => {
    const area = (over: Record<string, unknown>, attendances = [sent('I', '1', '10:01:00', '10:15:00')]) =>
      figures({ incidents: [incident('I', at('10:00:00'), over)], attendances }).day.responses.areas[0];

    it('created to the first arrival of any police resource, within the target of the final grade', () => {
      expect(area({})).toMatchObject({ area: 'A', grade: 'P1', seconds: 900, withinTarget: true, leftOut: null });
      expect(area({}, [sent('I', '4', '10:01:00', '10:14:00'), sent('I', '1', '10:01:00', '10:15:00')])?.seconds).toBe(840);
      expect(area({}, [sent('I', '1', '10:01:00', '10:15:01')])).toMatchObject({ seconds: 901, withinTarget: false });
      expect(area({ final_grade: 'P2' })).toMatchObject({ grade: 'P2', withinTarget: true });
      expect(area({ final_grade: 'P3' })).toBeUndefined();
      expect(area({ final_grade: null })).toMatchObject({ grade: 'P1' });
    });

    it('upgrade before the first arrival counts from the grading, after it from the creation', () => {
      const upgrade = { initial_grade: 'P3', final_grade: 'P1' };
      expect(area({ ...upgrade, graded_at: at('10:05:00') })?.seconds).toBe(600);
      expect(area({ ...upgrade, graded_at: at('10:16:00') })?.seconds).toBe(900);
      expect(area({ initial_grade: null, final_grade: 'P1', graded_at: at('10:05:00') })?.seconds).toBe(600);
    });

    it('regraded P2 to P1 is an upgrade, P1 to P2 is none', () => {
      expect(area({ initial_grade: 'P2', final_grade: 'P1', graded_at: at('10:05:00') })?.seconds).toBe(600);
      expect(area({ initial_grade: 'P1', final_grade: 'P2', graded_at: at('10:05:00') })?.seconds).toBe(900);
      expect(area({ graded_at: at('10:05:00') })?.seconds).toBe(900);
    });

    it('leaves out what nobody waited for or nobody came to', () => {
      expect(area({ origin_code: 'OFFICER' })).toMatchObject({ seconds: null, withinTarget: null, leftOut: 'selfInitiated' });
      expect(area({}, [])).toMatchObject({ seconds: null, leftOut: 'arrivalMissing' });
      const stood = sent('I', '1', '10:01:00', null, { stood_down_at: at('10:05:00') });
      expect(area({}, [stood])).toMatchObject({ leftOut: 'stoodDown' });
      expect(area({}, [stood, sent('I', '2', '10:01:00', null)])).toMatchObject({ leftOut: 'arrivalMissing' });
      expect(area({}, [sent('I', '1', '10:01:00', '10:15:00', { enroute_at: at('10:14:50') })])).toMatchObject({
        leftOut: 'batchStamped',
      });
      expect(area({}, [sent('I', '1', '10:01:00', '09:50:00', { enroute_at: null })])).toMatchObject({ leftOut: 'dataError' });
    });

    it('the other target of rural incidents is a switch', () => {
      const rural = { ...policy, response: { ...policy.response, ruralP1Seconds: 1200 } };
      const within = (over: Record<string, unknown>, under: typeof policy = rural) =>
        figures(
          { incidents: [incident('I', at('10:00:00'), over)], attendances: [sent('I', '1', '10:01:00', '10:19:00')] },
          { policy: under },
        ).day.responses.areas[0]?.withinTarget;
      expect([within({ rural_flag: true }), within({}), within({ rural_flag: true }, policy)]).toEqual([true, false, false]);
    });

    it('are those of the area in which it happened, whoever came', () => {
      const { unit, generation } = figures({
        incidents: [call, incident('J', at('11:00:00'), { area_code: 'ELSEWHERE' })],
        attendances: [sent('I', '1', '10:01:00', '10:15:00'), sent('J', '1', '11:01:00', '11:30:00')],
      });
      expect(unit('A')?.responseTime).toMatchObject({ n: 1, targets: { P1: { n: 1, within: 1 }, P2: { n: 0, within: 0 } } });
      expect(unit('F')?.responseTime).toMatchObject({ n: 2, targets: { P1: { n: 2, within: 1 } } });
      expect(generation.force.responseTime).toMatchObject({ n: 2 });
    });

    it('count on the duty day of the creation', () => {
      const night = incident('I', '2026-11-21T06:30:00Z');
      const later = incident('J', '2026-11-21T07:30:00Z');
      const { day } = figures({ incidents: [night, later], attendances: [] });
      expect(day.responses.areas.map(({ incident: id }) => id)).toEqual(['I']);
    });
  });
});

describe('visibility', () => {
  const seen = (...statuses: ReturnType<typeof status>[]) => figures({ statuses }).person('1')?.visibility;

  it('is the union of visible statuses, clipped to the duty', () => {
    const statuses = [
      status('1', at('06:30:00'), at('08:00:00')),
      status('1', at('07:30:00'), at('08:30:00'), 'ATSCENE'),
      status('1', at('08:30:00'), at('09:00:00'), 'STATION'),
      status('1', at('16:00:00'), at('18:00:00')),
    ];
    expect(seen(...statuses)).toMatchObject({ minutes: 90 + 60, unknownMinutes: 420, reason: null });
  });

  it('a gap of up to 120 minutes is known, a longer one is not', () => {
    const around = (gap: string) => [status('1', at('07:00:00'), at('12:00:00')), status('1', at(gap), at('17:00:00'))];
    expect(seen(...around('14:00:00'))).toMatchObject({ minutes: 480, unknownMinutes: 0 });
    expect(seen(...around('14:01:00'))).toMatchObject({ minutes: 479, unknownMinutes: 121 });
  });

  it('a status without an end lasts until the next, at most 120 minutes', () => {
    expect(seen(status('1', at('07:00:00'), null), status('1', at('08:00:00'), at('17:00:00'), 'REFS'))?.minutes).toBe(60);
    expect(seen(status('1', at('07:00:00'), null))).toMatchObject({ minutes: 120, unknownMinutes: 480 });
  });

  it('without a status it is 0, and all of the duty is unknown', () => {
    expect(seen()).toMatchObject({ minutes: 0, unknownMinutes: 600 });
    expect(figures({ duties: [dutyFact('2', DATE, at('07:00:00'), at('17:00:00'))] }).person('1')?.visibility).toMatchObject({
      minutes: 0,
      unknownMinutes: 0,
    });
  });

  it('goes to the team that each part of the duty was for', () => {
    const assignments = [assignmentRow('1', 'T1'), assignmentRow('1', 'T2')];
    const duties = [
      dutyFact('1', DATE, at('07:00:00'), at('12:00:00'), { team_code: 'T1' }),
      dutyFact('1', DATE, at('12:00:00'), at('17:00:00'), { team_code: 'T2', segment_no: 2 }),
    ];
    const statuses = [status('1', at('11:00:00'), at('14:00:00'))];
    const { unit, person } = figures({ duties, statuses }, { snapshots: { ...sources().snapshots, assignments, units: UNITS } });
    expect([unit('T1')?.visibility.minutes, unit('T2')?.visibility.minutes, unit('D')?.visibility.minutes]).toEqual([
      60, 120, 180,
    ]);
    expect(person('1')?.visibility).toMatchObject({ minutes: 180, unknownMinutes: 420 });
  });

  it('is summed over the officers of a unit', () => {
    const statuses = ['1', '3', '4'].map((id) => status(id, at('07:00:00'), at('08:00:00')));
    const { unit, generation } = figures({ statuses });
    expect([unit('T1')?.visibility.minutes, unit('T2')?.visibility.minutes, unit('D')?.visibility.minutes]).toEqual([
      60, 60, 120,
    ]);
    expect(generation.force.visibility.minutes).toBe(120);
  });
});
