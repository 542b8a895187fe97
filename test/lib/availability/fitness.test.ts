import { describe, expect, it } from 'vitest';
import { gateAt, gateOn } from '../../../lib/availability/gate.ts';
import { restrictionsOn } from '../../../lib/availability/inputs.ts';
import { score, serviceBandOf } from '../../../lib/availability/score.ts';
import type { DeployEffect } from '../../../lib/vocabulary.ts';
import { absence, at, DATE, inputs, NINE_FEEDS, person, segment } from '../world.ts';

const gate = (over: Parameters<typeof inputs>[0]) => gateOn(inputs(over));
const restriction = (effect: DeployEffect, id = 'R1') => ({ id, effect, reviewOn: '2026-12-01' });
const suspended = (from: string, to: string) => [{ start: at(from), end: at(to) }];
const ALL_DAY = [{ start: at('00:00', '2026-01-01'), end: Number.MAX_SAFE_INTEGER }];

describe('fit for deployment', () => {
  it.each([
    ['NONE', 'deployable', []],
    ['PARTIAL', 'deployable', []],
    ['NOT_FRONTLINE', 'notDeployable', ['RESTRICTED']],
    ['NOT_AT_WORK', 'notDeployable', ['NOT_AT_WORK']],
  ] as const)('a restriction %s: %s', (effect, status, reasons) => {
    expect(gate({ restrictions: [restriction(effect)] })).toMatchObject({ status, reasons });
  });

  it('suspension reads like sickness: not at work', () => {
    expect(gate({ suspensions: ALL_DAY })).toMatchObject({ status: 'notDeployable', reasons: ['NOT_AT_WORK'] });
    // On a rest day a sick and a suspended officer read alike as well.
    expect(gate({ suspensions: ALL_DAY, segments: [] })).toEqual(
      gate({ absences: [absence('SICK_S', '00:00', '23:00')], segments: [] }),
    );
    expect(gate({ suspensions: ALL_DAY, segments: [] })).toMatchObject({ status: 'notExpected', reasons: ['OFF_DUTY'] });
  });

  it('suspended and reinstated the same day: deployable for the rest', () => {
    expect(gate({ suspensions: suspended('00:00', '12:00') }).status).toBe('deployable');
    expect(gate({ suspensions: suspended('06:00', '18:00') }).reasons).toEqual(['NOT_AT_WORK']);
    const half = inputs({ suspensions: suspended('06:00', '12:00') });
    expect(gateAt(half, at('11:59')).reasons).toEqual(['NOT_AT_WORK']);
    expect(gateAt(half, at('12:00')).status).toBe('deployable');
    expect(gate({ segments: [], suspensions: suspended('00:00', '12:00') }).reasons).toEqual(['OFF_DUTY']);
  });

  it('PSD RESTRICTED has no effect by itself', () => {
    expect(gate({ restrictedDuty: true }).status).toBe('deployable');
    expect(score(inputs({ restrictedDuty: true })).dutyEffect).toBe('RESTRICTED');
  });

  it('is unknown without an extract that the force loads, and not otherwise', () => {
    const feeds = new Set([...NINE_FEEDS, 'restrictions', 'duty-effects']);
    expect(gate({ restrictions: null, suspensions: null, feeds })).toMatchObject({
      status: 'insufficientData',
      unknowns: ['restrictions', 'duty-effects'],
    });
    expect(gate({ restrictions: null, suspensions: null }).status).toBe('deployable');
  });

  it('a restriction is in force from its first to its last day', () => {
    const row = (start_on: string, end_on: string | null) => ({
      restriction_id: 'R',
      employee_no: '1',
      deploy_effect: 'PARTIAL' as const,
      start_on,
      review_on: null,
      end_on,
      updated_at: '2026-01-01T00:00:00Z',
    });
    const inForce = (start: string, end: string | null) => restrictionsOn([row(start, end)], DATE).length;
    expect([
      inForce(DATE, null),
      inForce('2026-11-21', null),
      inForce('2026-01-01', DATE),
      inForce('2026-01-01', '2026-11-19'),
    ]).toEqual([1, 0, 1, 0]);
    expect(restrictionsOn([row(DATE, null)], DATE)).toEqual([{ id: 'R', effect: 'PARTIAL', reviewOn: null }]);
  });
});

describe('not expected', () => {
  it('leave over the whole shift, whatever else was planned or recorded', () => {
    const leave = [absence('AL', '06:00', '18:00')];
    expect(
      gate({ absences: leave, segments: [segment('07:00', '17:00', { code: 'COURT', timeClass: 'committed' })] }),
    ).toMatchObject({
      status: 'notExpected',
      reasons: ['ON_LEAVE', 'COMMITTED'],
    });
    expect(gate({ absences: leave, restrictions: [restriction('NOT_AT_WORK')] }).status).toBe('notExpected');
    expect(gate({ absences: [...leave, absence('SICK_S', '06:00', '18:00')] }).status).toBe('notExpected');
  });

  it('a rest day that still stands takes nothing from the shift worked on it', () => {
    const segments = [
      segment('07:00', '17:00', { code: 'RD', timeClass: 'leave' }),
      segment('08:00', '16:00', { no: 2, code: 'RDW' }),
    ];
    expect(score(inputs({ segments }))).toMatchObject({ status: 'deployable', work: { share: 1, expectedMinutes: 480 } });
  });
});

describe('a gate course on its last day', () => {
  it('stays valid for a night shift that runs past it, flagged', () => {
    const flags = (from: string, to: string, expires_on: string) => {
      const training = inputs().training.map((row) => (row.course_code === 'PPST' ? { ...row, expires_on } : row));
      const one = score(inputs({ training, segments: [segment(from, to)] }));
      return [one.status, ...one.flags.filter((flag) => flag.startsWith('TRAINING'))];
    };
    expect(flags('22:00', '07:00', DATE)).toEqual(['deployable', 'TRAINING_EXPIRES_IN_SHIFT:PPST']);
    expect(flags('07:00', '17:00', DATE)).toEqual(['deployable']);
    expect(flags('22:00', '07:00', '2026-11-21')).toEqual(['deployable']);
  });
});

describe('context beside the score', () => {
  it('the strongest restriction, its review date, and its source row; never a reason', () => {
    const restrictions = [restriction('NOT_FRONTLINE', 'R2'), restriction('PARTIAL', 'R1'), restriction('PARTIAL', 'R9')];
    const one = score(inputs({ restrictions }));
    expect(one.restriction).toEqual(restriction('NOT_FRONTLINE', 'R2'));
    expect(one.sources.filter((source) => source.startsWith('restrictions'))).toEqual([
      'restrictions R1',
      'restrictions R2',
      'restrictions R9',
    ]);
    expect(score(inputs({ restrictions: [] })).restriction).toBeNull();
    expect(score(inputs({ restrictions: null })).restriction).toBeNull();
  });

  it('the duty effect at noon of the date', () => {
    const effect = (from: string, to: string) => score(inputs({ suspensions: suspended(from, to) })).dutyEffect;
    expect([effect('00:00', '12:01'), effect('12:00', '13:00'), effect('00:00', '12:00'), effect('12:01', '13:00')]).toEqual([
      'SUSPENDED',
      'SUSPENDED',
      'NONE',
      'NONE',
    ]);
    expect(score(inputs({ suspensions: null })).dutyEffect).toBeNull();
  });

  it.each([
    [null, null],
    [0, '<1'],
    [1, '1-2'],
    [2, '1-2'],
    [3, '3-4'],
    [4, '3-4'],
    [5, '5-9'],
    [9, '5-9'],
    [10, '10+'],
    [31, '10+'],
  ] as const)('%s years of service: band %s', (years, band) => {
    expect(serviceBandOf(years)).toBe(band);
  });

  it('service in completed years, null when nobody says when it began', () => {
    expect(score(inputs({ person: person({ serviceStart: '2024-11-21' }) }))).toMatchObject({
      serviceYears: 1,
      serviceBand: '1-2',
    });
    expect(score(inputs({ person: person({ serviceStart: null }) }))).toMatchObject({ serviceYears: null, serviceBand: null });
  });

  it('flags only what the force does not load', () => {
    const feeds = new Set([...NINE_FEEDS, 'students', 'tutors', 'restrictions', 'duty-effects']);
    expect(score(inputs({ feeds, segments: [segment('07:00', '17:00', { worked: true })] })).flags).toEqual([]);
    expect(score(inputs({ feeds: new Set([...feeds].filter((feed) => feed !== 'tutors')) })).flags).toContain(
      'STUDENT_FEEDS_NOT_LOADED',
    );
  });

  it('a part-timer, a short or a phased-return shift with nothing planned is full', () => {
    expect(score(inputs({ person: person({ fte: 0.5 }), segments: [segment('09:00', '12:00')] })).score?.closeness).toBe(1);
  });

  it('who may be tutoring may have less time: with a tutor feed that is missing the interval is told or nothing', () => {
    expect(score(inputs({ tutoringKnown: false }))).toMatchObject({
      status: 'insufficientData',
      score: null,
      unknowns: ['supervising'],
    });
    const { policy } = inputs();
    const wide = { ...policy, widestInterval: 0.2 };
    const interval = score(inputs({ tutoringKnown: false, policy: wide })).score?.interval as readonly [number, number];
    expect(interval[1]).toBe(1);
    expect(1 - interval[0]).toBeCloseTo(0.101, 3);
  });
});
