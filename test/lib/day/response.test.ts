import { describe, expect, it } from 'vitest';
import { policy } from '../world.ts';
import { at, call, figures, sent } from './control.ts';
import { attendance, incident } from './rows.ts';
import { sources } from './world.ts';

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

  it('stood down as they arrived is a response; a day to the second is no fault', () => {
    expect(persons([sent('I', '1', '10:01:00', '10:09:00', { stood_down_at: at('10:09:00') })])?.seconds).toEqual([480]);
    const day = attendance('I', '1', at('10:01:00'), { arrived_at: '2026-11-21T10:01:00Z' });
    expect(persons([day])?.seconds).toEqual([86_400]);
  });

  it('what is left out has no time to en route either', () => {
    const { day } = figures({
      incidents: [call],
      attendances: [sent('I', '1', '10:01:00', null, { enroute_at: at('10:03:00') })],
    });
    expect(day.responses.persons).toMatchObject([{ seconds: null, toEnRoute: null, leftOut: 'arrivalMissing' }]);
  });

  it('somebody unknown has none, and what was despatched the next day is of that day', () => {
    const next = attendance('I', '1', '2026-11-21T10:01:00Z', { arrived_at: '2026-11-21T10:09:00Z' });
    const { day } = figures({ incidents: [call], attendances: [sent('I', '999', '10:01:00', '10:09:00'), next] });
    expect(day.responses).toMatchObject({ persons: [], teams: [] });
    expect(figures({ incidents: [call], attendances: [next] }).day.responses).toMatchObject({ persons: [], teams: [] });
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
      expect(samples([sent('I', '3', '10:01:00', '10:09:00'), sent('I', '1', '10:01:00', '10:09:00')])).toEqual([
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
      expect(area({ ...upgrade, graded_at: at('10:15:00') })?.seconds).toBe(0);
      expect(area({ ...upgrade, graded_at: at('10:16:00') })?.seconds).toBe(900);
      expect(area({ initial_grade: null, final_grade: 'P1', graded_at: at('10:05:00') })?.seconds).toBe(600);
    });

    it('a merged log is the one it was merged into, whichever is named first', () => {
      const incidents = [incident('A', at('09:00:00'), { merged_into: 'I' }), incident('I', at('10:00:00'))];
      const { day } = figures({ incidents, attendances: [sent('A', '1', '10:01:00', '10:15:00')] });
      expect(day.responses.areas).toMatchObject([{ incident: 'I', seconds: 900 }]);
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
      expect(within({ rural_flag: null })).toBe(false);
      const strict = { ...policy, response: { ...policy.response, ruralP1Seconds: 60 } };
      expect(within({ rural_flag: true, final_grade: 'P2' }, strict)).toBe(true);
    });

    it('are judged by whoever came first, not by whoever was sent first', () => {
      const stamped = sent('I', '1', '10:01:00', '10:20:00', { enroute_at: at('10:19:50') });
      expect(area({}, [stamped, sent('I', '2', '10:02:00', '10:14:00')])).toMatchObject({ seconds: 840, leftOut: null });
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
