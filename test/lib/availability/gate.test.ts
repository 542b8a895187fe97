import { describe, expect, it } from 'vitest';
import { gateAt, gateOn } from '../../../lib/availability/gate.ts';
import { timelineOf } from '../../../lib/availability/timeline.ts';
import { absence, at, course, DATE, inputs, person, policy, segment } from '../world.ts';

const gate = (over: Parameters<typeof inputs>[0] = {}) => gateOn(inputs(over));
const withCourse = (code: string, over: Parameters<typeof course>[1]) => [
  ...inputs().training.filter((row) => row.course_code !== code),
  course(code, over),
];

describe('the gate on a duty date', () => {
  it('passes an officer on duty, trained and here', () => {
    expect(gate()).toEqual({ status: 'deployable', reasons: [], unknowns: [], limits: [] });
  });

  describe('regular officer', () => {
    it.each(['STAFF', 'PCSO', 'SPECIAL'] as const)('is never asked of %s', (type) => {
      expect(gate({ person: person({ type }) })).toEqual({ status: 'gateNotApplicable', reasons: [], unknowns: [], limits: [] });
    });

    it('joiner: fails before the first day, passes on it', () => {
      expect(gate({ person: person({ joined: '2026-11-21' }) })).toMatchObject({
        status: 'notDeployable',
        reasons: ['NOT_YET_JOINED'],
      });
      expect(gate({ person: person({ joined: DATE }) }).status).toBe('deployable');
      expect(gate({ person: person({ joined: null }) }).status).toBe('deployable');
    });

    it('leaver: fails from the leave date on', () => {
      expect(gate({ person: person({ left: DATE }) }).reasons).toEqual(['LEFT']);
      expect(gate({ person: person({ left: '2026-11-21' }) }).status).toBe('deployable');
      expect(gate({ person: person({ joined: DATE, left: DATE }) }).reasons).toEqual(['LEFT']);
    });
  });

  describe('on duty', () => {
    it('rest day: not expected', () => {
      expect(gate({ segments: [] })).toMatchObject({ status: 'notExpected', reasons: ['OFF_DUTY'] });
      expect(gate({ segments: [segment('07:00', '17:00', { code: 'RD', timeClass: 'leave' })] }).status).toBe('notExpected');
    });

    it('leave all shift: not expected; leave for a part: deployable', () => {
      expect(gate({ absences: [absence('AL', '06:00', '18:00')] })).toMatchObject({
        status: 'notExpected',
        reasons: ['ON_LEAVE'],
      });
      expect(gate({ absences: [absence('AL', '06:00', '16:59')] }).status).toBe('deployable');
    });

    it('sick all shift: not at work; sickness in mid-shift: was on duty that date', () => {
      expect(gate({ absences: [absence('SICK_S', '06:00', '18:00')] })).toMatchObject({
        status: 'notDeployable',
        reasons: ['NOT_AT_WORK'],
      });
      expect(gate({ absences: [absence('SICK_S', '12:00', '18:00')] }).status).toBe('deployable');
    });

    it('court all day: committed, not deployable', () => {
      const segments = [segment('07:00', '17:00', { code: 'COURT', timeClass: 'committed' })];
      expect(gate({ segments })).toMatchObject({ status: 'notDeployable', reasons: ['COMMITTED'] });
    });

    it('split duty: leave in one part and court in the other are both told, and it is no day off', () => {
      const segments = [segment('07:00', '10:00'), segment('14:00', '17:00', { no: 2, code: 'COURT', timeClass: 'committed' })];
      expect(gate({ segments, absences: [absence('AL', '07:00', '10:00')] })).toMatchObject({
        status: 'notDeployable',
        reasons: ['ON_LEAVE', 'COMMITTED'],
      });
    });

    it('leave for one part and sickness for the other: not at work', () => {
      const absences = [absence('AL', '07:00', '12:00'), absence('SICK_S', '12:00', '17:00')];
      expect(gate({ absences })).toMatchObject({ status: 'notDeployable', reasons: ['ON_LEAVE', 'NOT_AT_WORK'] });
    });

    it('court for half the shift: deployable for the rest', () => {
      const segments = [
        segment('07:00', '12:00', { code: 'COURT', timeClass: 'committed' }),
        segment('12:00', '17:00', { no: 2 }),
      ];
      expect(gate({ segments }).status).toBe('deployable');
    });

    it('leave that the duty system itself has over the shift', () => {
      const segments = [segment('07:00', '17:00'), segment('07:00', '17:00', { no: 2, code: 'PH', timeClass: 'leave' })];
      expect(gate({ segments })).toMatchObject({ status: 'notExpected', reasons: ['ON_LEAVE'] });
    });

    it('returns every reason that keeps the person away', () => {
      const away = [absence('AL', '07:00', '10:00'), absence('STUDY', '10:00', '13:00'), absence('SICK_S', '13:00', '17:00')];
      expect(gate({ absences: away })).toMatchObject({
        status: 'notDeployable',
        reasons: ['ON_LEAVE', 'COMMITTED', 'NOT_AT_WORK'],
      });
    });

    it('is unknown without the duties, or without the absences', () => {
      expect(gate({ dutiesKnown: false, segments: [] })).toMatchObject({ status: 'insufficientData', unknowns: ['duties'] });
      expect(gate({ absencesKnown: false })).toMatchObject({ status: 'insufficientData', unknowns: ['absences'] });
    });
  });

  describe('trained', () => {
    it('gate course expired, expiring today, extended', () => {
      expect(gate({ training: withCourse('PPST', { expires_on: '2026-11-19' }) })).toMatchObject({
        status: 'notDeployable',
        reasons: ['TRAINING_EXPIRED:PPST'],
      });
      expect(gate({ training: withCourse('PPST', { expires_on: DATE }) }).status).toBe('deployable');
      expect(gate({ training: withCourse('PPST', { expires_on: '2026-11-19', extended_to: DATE }) }).status).toBe('deployable');
      expect(gate({ training: withCourse('PPST', { expires_on: DATE, extended_to: '2026-01-01' }) }).status).toBe('deployable');
      expect(gate({ training: withCourse('PPST', { expires_on: null }) }).status).toBe('deployable');
    });

    it('course failed: the latest attempt decides', () => {
      const failed = course('PPST', { result: 'FAIL', achieved_on: '2026-11-01' });
      expect(gate({ training: [...inputs().training, failed] }).reasons).toEqual(['TRAINING_MISSING:PPST']);
      const again = course('PPST', { achieved_on: '2026-11-02' });
      expect(gate({ training: [again, ...inputs().training, failed] }).status).toBe('deployable');
    });

    it('a pass and a fail on one day: the pass counts', () => {
      const failed = course('PPST', { result: 'FAIL' });
      expect(gate({ training: [failed, ...inputs().training] }).status).toBe('deployable');
      expect(gate({ training: [...inputs().training, failed] }).status).toBe('deployable');
    });

    it('a course taken tomorrow does not count today', () => {
      expect(gate({ training: withCourse('PPST', { achieved_on: '2026-11-21' }) }).reasons).toEqual(['TRAINING_MISSING:PPST']);
      expect(gate({ training: withCourse('PPST', { achieved_on: DATE }) }).status).toBe('deployable');
    });

    it('course renamed: the new one stands for the old', () => {
      const renamed = course('PPST2', { replaces_course_code: 'PPST' });
      expect(gate({ training: [...inputs().training.filter((row) => row.course_code !== 'PPST'), renamed] }).status).toBe(
        'deployable',
      );
    });

    it('a course in no row of the extract is unknown, never failed', () => {
      const coursesKnown = new Set([...(inputs().coursesKnown ?? [])].filter((code) => code !== 'PPST'));
      expect(gate({ coursesKnown })).toMatchObject({ status: 'insufficientData', unknowns: ['training:PPST'] });
      expect(gate({ coursesKnown: null }).unknowns).toEqual(['training:PPST', 'training:FIRST_AID']);
    });

    it('no role code: unknown', () => {
      expect(gate({ profile: null })).toEqual({ status: 'insufficientData', reasons: [], unknowns: ['roleProfile'], limits: [] });
    });

    it('lapsed Taser limits and does not stop deployment', () => {
      expect(gate({ training: withCourse('TASER', { expires_on: '2026-01-01' }) })).toEqual({
        status: 'deployable',
        reasons: [],
        unknowns: [],
        limits: ['LIMITED:TASER'],
      });
      expect(gate({ training: inputs().training.filter((row) => row.course_code !== 'TASER') }).limits).toEqual([
        'LIMITED:TASER',
      ]);
    });

    it('is never in the limits twice: a gate course is a gate course', () => {
      expect(gate({ training: withCourse('PPST', { expires_on: '2026-01-01' }) }).limits).toEqual([]);
    });
  });

  it('false beats unknown, and all reasons are told', () => {
    const result = gate({ coursesKnown: null, absences: [absence('SICK_S', '00:00', '23:00')], person: person({ left: DATE }) });
    expect(result).toMatchObject({ status: 'notDeployable', reasons: ['LEFT', 'NOT_AT_WORK'] });
    expect(result.unknowns).toHaveLength(2);
  });

  it('a rest day stays a rest day when a course has lapsed too', () => {
    expect(gate({ segments: [], training: [] })).toMatchObject({
      status: 'notExpected',
      reasons: ['OFF_DUTY', 'TRAINING_MISSING:PPST', 'TRAINING_MISSING:FIRST_AID'],
    });
  });
});

describe('the gate now', () => {
  const now = (time: string, over: Parameters<typeof inputs>[0] = {}) => gateAt(inputs(over), at(time));

  it('start included, end not', () => {
    expect(now('07:00').status).toBe('deployable');
    expect(now('16:59').status).toBe('deployable');
    expect(now('17:00')).toMatchObject({ status: 'notDeployable', reasons: ['OFF_DUTY'] });
    expect(now('06:59').reasons).toEqual(['OFF_DUTY']);
  });

  it('the last moment of a shift is in it', () => {
    expect(gateAt(inputs(), at('17:00') - 1).status).toBe('deployable');
    expect(gateAt(inputs(), at('17:00')).reasons).toEqual(['OFF_DUTY']);
  });

  it('knows sickness from the minute it starts', () => {
    const absences = [absence('SICK_S', '12:00', '17:00')];
    expect(now('11:59', { absences }).status).toBe('deployable');
    expect(now('12:00', { absences }).reasons).toEqual(['NOT_AT_WORK']);
  });

  it('is committed in a court segment', () => {
    const segments = [segment('07:00', '10:00', { code: 'COURT', timeClass: 'committed' }), segment('10:00', '17:00', { no: 2 })];
    expect(now('08:00', { segments }).reasons).toEqual(['COMMITTED']);
    expect(now('10:00', { segments }).status).toBe('deployable');
  });
});

describe('the timeline', () => {
  it('tells the shift in steps, equal neighbours as one', () => {
    const segments = [segment('07:00', '12:00'), segment('12:00', '17:00', { no: 2 })];
    expect(timelineOf(inputs({ segments, absences: [absence('AL', '15:00', '17:00')] }))).toEqual([
      { from: '2026-11-20T07:00:00Z', to: '2026-11-20T15:00:00Z', status: 'deployable', reasons: [] },
      { from: '2026-11-20T15:00:00Z', to: '2026-11-20T17:00:00Z', status: 'notDeployable', reasons: ['ON_LEAVE'] },
    ]);
  });

  it('two reasons with one status are two steps', () => {
    const segments = [segment('07:00', '12:00'), segment('12:00', '17:00', { no: 2, code: 'COURT', timeClass: 'committed' })];
    const steps = timelineOf(inputs({ segments, absences: [absence('AL', '07:00', '12:00')] }));
    expect(steps.map(({ status, reasons }) => [status, ...reasons])).toEqual([
      ['notDeployable', 'ON_LEAVE'],
      ['notDeployable', 'COMMITTED'],
    ]);
  });

  it('starts and ends with the shift, whatever lies around it', () => {
    const steps = timelineOf(inputs({ absences: [absence('AL', '05:00', '09:00'), absence('AL', '16:00', '19:00')] }));
    expect(steps.map(({ from, to, status }) => [from.slice(11, 16), to.slice(11, 16), status])).toEqual([
      ['07:00', '09:00', 'notDeployable'],
      ['09:00', '16:00', 'deployable'],
      ['16:00', '17:00', 'notDeployable'],
    ]);
  });

  it('has no step for what an actual end cut off the roster', () => {
    const shortened = segment('07:00', '15:00', { rosteredStart: at('06:00'), rosteredEnd: at('17:00') });
    const steps = timelineOf(inputs({ segments: [shortened] }));
    expect(steps.map(({ from, to }) => [from.slice(11, 16), to.slice(11, 16)])).toEqual([['07:00', '15:00']]);
  });

  it('tells exactly twenty steps whole', () => {
    const absences = Array.from({ length: 10 }, (_, n) =>
      absence('AL', `07:${String(4 * n).padStart(2, '0')}`, `07:${String(4 * n + 2).padStart(2, '0')}`),
    );
    const steps = timelineOf(inputs({ absences }));
    expect(steps).toHaveLength(20);
    expect(steps.at(-1)).toMatchObject({ status: 'deployable', reasons: [] });
  });

  it('is empty on a rest day', () => {
    expect(timelineOf(inputs({ segments: [] }))).toEqual([]);
  });

  it('has at most twenty steps and says when it had to stop', () => {
    const absences = Array.from({ length: 30 }, (_, n) =>
      absence('AL', `07:${String(2 * n).padStart(2, '0')}`, `07:${String(2 * n + 1).padStart(2, '0')}`),
    );
    const steps = timelineOf(inputs({ absences }));
    expect(steps).toHaveLength(20);
    expect(steps.at(-1)).toMatchObject({ to: '2026-11-20T17:00:00Z', status: 'insufficientData', reasons: ['TOO_MANY_STEPS'] });
  });

  it('asks the gate with the policy it is given', () => {
    expect(timelineOf(inputs({ profile: policy.roleProfiles.CORPORATE ?? null }))).toHaveLength(1);
  });
});
