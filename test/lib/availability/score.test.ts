import { describe, expect, it } from 'vitest';
import { daysToExpiry } from '../../../lib/availability/courses.ts';
import { criterionValues, trainingOf } from '../../../lib/availability/criteria.ts';
import { availabilityOf, inputsOf, score } from '../../../lib/availability/score.ts';
import { closeness } from '../../../lib/availability/topsis.ts';
import { workAvailability } from '../../../lib/availability/work.ts';
import { resolveDay } from '../../../lib/day/day.ts';
import { FEEDS, personRow, sources } from '../day/world.ts';
import { absence, course, DATE, inputs, person, policy, segment } from '../world.ts';

const scored = (over: Parameters<typeof inputs>[0] = {}) => score(inputs(over));
const without = (...codes: string[]) => inputs().training.filter((row) => !codes.includes(row.course_code));

describe('the score of a day', () => {
  it('is full for an officer who is all there', () => {
    expect(scored()).toMatchObject({
      status: 'deployable',
      score: { closeness: 1, dPlus: 0, dMinus: 1, interval: null },
      team: 'T1',
      role: 'RESPONSE',
      serviceYears: 11,
    });
  });

  it('is the closeness of its criteria', () => {
    const result = scored({ absences: [absence('AL', '07:00', '12:00')], training: without('TASER', 'BWV') });
    expect(result.criteria).toEqual([
      { id: 'workAvailability', value: 0.5 },
      { id: 'criticalTraining', value: 0.5 },
      { id: 'coreSkills', value: 2 / 3 },
      { id: 'supervising', value: 0 },
    ]);
    expect(result.score?.closeness).toBe(closeness([0.5, 0.5, 2 / 3, 1], policy.criteria).closeness);
    expect(result.limits).toEqual(['LIMITED:TASER']);
  });

  it.each([
    ['rest day', { segments: [] }],
    ['sick', { absences: [absence('SICK_S', '00:00', '23:00')] }],
    ['untrained', { training: [] }],
    ['staff', { person: person({ type: 'STAFF' }) }],
    ['no role', { profile: null }],
  ] as const)('is null, never 0, for whoever is not deployable: %s', (_, over) => {
    expect(scored(over).score).toBeNull();
  });

  it('keeps work availability for staff', () => {
    expect(scored({ person: person({ type: 'STAFF' }), absences: [absence('AL', '07:00', '12:00')] })).toMatchObject({
      status: 'gateNotApplicable',
      work: { availability: 0.5 },
      timeline: [],
    });
    expect(scored().timeline).toHaveLength(1);
  });

  it('an unknown skill that matters little: the lower end, with both ends', () => {
    const narrow = {
      ...policy,
      criteria: policy.criteria.map((one) => (one.id === 'coreSkills' ? { ...one, weight: 0.05 } : one)),
    };
    const coursesKnown = new Set([...(inputs().coursesKnown ?? [])].filter((code) => code !== 'BWV'));
    const result = scored({ policy: narrow, coursesKnown });
    expect(result.status).toBe('deployable');
    expect(result.score?.interval?.[1]).toBe(1);
    expect(result.score?.closeness).toBe(result.score?.interval?.[0]);
    expect(result.unknowns).toEqual(['coreSkills']);
  });

  it('an interval as wide as the policy allows is still a score', () => {
    const coursesKnown = new Set([...(inputs().coursesKnown ?? [])].filter((code) => code !== 'BWV'));
    const width = (widestInterval: number) => scored({ policy: { ...policy, widestInterval }, coursesKnown }).score?.interval;
    const [low, high] = width(1) as readonly [number, number];
    expect(width(high - low)).toEqual([low, high]);
    expect(width(high - low - 1e-9)).toBeUndefined();
  });

  it('an unknown that matters much: insufficient data, and what is missing', () => {
    const coursesKnown = new Set(['PPST', 'FIRST_AID', 'BWV', 'STOP_SEARCH', 'MENTAL_HEALTH']);
    expect(scored({ coursesKnown })).toMatchObject({ status: 'insufficientData', score: null, unknowns: ['criticalTraining'] });
  });

  it('an unknown is named only where a score was due', () => {
    const coursesKnown = new Set(['PPST', 'FIRST_AID', 'BWV', 'STOP_SEARCH', 'MENTAL_HEALTH']);
    expect(scored({ coursesKnown, segments: [] }).unknowns).toEqual([]);
  });

  it('flags what the force does not load yet, plans, and missing posts and dates', () => {
    const always = ['STUDENT_FEEDS_NOT_LOADED', 'RESTRICTION_FEED_NOT_LOADED', 'DUTY_EFFECT_FEED_NOT_LOADED'];
    expect(scored().flags).toEqual([...always, 'PLANNED_TIMES']);
    expect(
      scored({ segments: [segment('07:00', '12:00', { worked: true }), segment('12:00', '17:00', { no: 2 })] }).flags,
    ).toEqual(always);
    expect(scored({ segments: [], person: person({ memberships: [], joined: null }) }).flags).toEqual([
      ...always,
      'NO_POST',
      'JOIN_DATE_UNKNOWN',
    ]);
    expect(scored({ person: person({ memberships: [], serviceStart: null }) })).toMatchObject({
      team: null,
      role: null,
      serviceYears: null,
    });
  });

  it('names its source rows, and only absences that touch the shift', () => {
    const absences = [
      absence('AL', '16:00', '18:00'),
      absence('STUDY', '06:00', '07:30'),
      absence('SICK_S', '17:00', '18:00'),
      absence('TOIL', '05:00', '07:00'),
    ];
    const training = [course('PPST'), course('FIRST_AID', { achieved_on: '2026-12-01' }), course('BWV', { achieved_on: DATE })];
    expect(scored({ absences, training }).sources).toEqual([
      'duties 100001 2026-11-20 1',
      'absences AB-AL-16:00',
      'absences AB-STUDY-06:00',
      `training 100001 BWV ${DATE}`,
      'training 100001 PPST 2025-06-01',
    ]);
  });
});

describe('source rows', () => {
  it('an absence that touches one part of a split duty is named, in order', () => {
    const segments = [segment('07:00', '10:00'), segment('14:00', '17:00', { no: 2 })];
    const absences = [absence('TOIL', '15:00', '16:00'), absence('AL', '08:00', '09:00')];
    expect(scored({ segments, absences, training: [] }).sources).toEqual([
      'duties 100001 2026-11-20 1',
      'duties 100001 2026-11-20 2',
      'absences AB-AL-08:00',
      'absences AB-TOIL-15:00',
    ]);
  });

  it('a rest day has no absences to name', () => {
    const segments = [segment('00:00', '23:00', { code: 'RD', timeClass: 'leave' })];
    expect(scored({ segments, absences: [absence('AL', '08:00', '09:00')], training: [] }).sources).toEqual([
      'duties 100001 2026-11-20 1',
    ]);
  });
});

describe('training', () => {
  it('separates gate, critical and core courses, and counts days to the next expiry of the first two', () => {
    const training = trainingOf(
      inputs({
        training: [
          course('PPST', { expires_on: '2026-12-20' }),
          course('TASER', { expires_on: '2026-11-30' }),
          course('BWV', { expires_on: '2026-11-21' }),
          course('RESPONSE_DRIVING', { expires_on: '2026-01-01' }),
        ],
      }),
    );
    expect(training?.gate.map(({ code, state }) => `${code} ${state}`)).toEqual(['PPST valid', 'FIRST_AID missing']);
    expect(training?.critical.map(({ code, state }) => `${code} ${state}`)).toEqual(['TASER valid', 'RESPONSE_DRIVING expired']);
    expect(training?.skills.map(({ code }) => code)).toEqual(['BWV', 'STOP_SEARCH', 'MENTAL_HEALTH']);
    expect(
      scored({ training: [course('PPST', { expires_on: '2026-12-20' }), course('TASER', { expires_on: '2026-11-30' })] })
        .daysToExpiry,
    ).toBe(10);
    expect(trainingOf(inputs({ profile: null }))).toBeNull();
    expect(scored({ profile: null }).daysToExpiry).toBeNull();
  });

  it('days to expiry: of valid courses only, null when none ends', () => {
    expect(daysToExpiry([{ code: 'A', state: 'valid', validTo: null }], DATE)).toBeNull();
    expect(
      daysToExpiry(
        [
          { code: 'A', state: 'expired', validTo: '2026-11-01' },
          { code: 'B', state: 'valid', validTo: DATE },
          { code: 'C', state: 'valid', validTo: '2026-11-25' },
        ],
        DATE,
      ),
    ).toBe(0);
  });

  it('nothing required is full; what nobody can judge is unknown', () => {
    const work = workAvailability(inputs());
    const values = (training: ReturnType<typeof trainingOf>, supervises = false) =>
      criterionValues(policy.criteria, work, training, supervises).map(({ value }) => value);
    expect(values({ gate: [], critical: [], skills: [] })).toEqual([1, 1, 1, 0]);
    expect(values({ gate: [], critical: [{ code: 'A', state: 'unknown', validTo: null }], skills: [] })).toEqual([1, null, 1, 0]);
    expect(values(null, true)).toEqual([1, null, null, 1]);
  });
});

describe('the people of a day', () => {
  it('everybody employed has availability, in order of the number', () => {
    const people = ['3', '1', '4', '2'].map((id) => personRow(id, id === '2' ? { leave_date: DATE } : {}));
    const day = resolveDay(sources({ snapshots: { ...sources().snapshots, people } }));
    expect(availabilityOf(day).map((one) => one.person)).toEqual(['1', '3', '4']);
  });

  it('gathers the own rows of each person', () => {
    const absences = [
      {
        absence_id: 'AB',
        employee_no: '1',
        absence_code: 'AL',
        start_at: '2026-11-20T07:00:00Z',
        end_at: null,
        approved: true,
        planned: true,
        updated_at: '',
      } as const,
    ];
    const day = resolveDay(sources({ snapshots: { ...sources().snapshots, absences } }));
    const of = (id: string) => inputsOf(day, day.people.get(id) ?? person());
    expect(of('1')).toMatchObject({ date: DATE, dutiesKnown: true, absencesKnown: true, absences: [{ id: 'AB' }] });
    expect(of('1').segments).toHaveLength(1);
    expect(of('1').training).toHaveLength(2);
    expect(of('1').profile).toBe(policy.roleProfiles.RESPONSE);
    expect(of('2').absences).toEqual([]);
    expect(inputsOf(day, person({ id: '77', memberships: [] }))).toMatchObject({
      profile: null,
      segments: [],
      training: [],
      absences: [],
    });
    const unknownRole = person({
      memberships: [
        {
          team: 'T1',
          post: null,
          role: 'ASTRONAUT',
          kind: 'SUBSTANTIVE',
          primary: true,
          fteSplit: 1,
          shiftPattern: null,
          ended: false,
        },
      ],
    });
    expect(inputsOf(day, unknownRole).profile).toBeNull();
  });

  it('duty effects, restrictions and feeds of the own person', () => {
    const effect = (from: string, to: string | null, duty_effect: 'SUSPENDED' | 'RESTRICTED' | 'NONE') => ({
      notice_ref: 'N',
      employee_no: '1',
      from_at: from,
      to_at: to,
      duty_effect,
      notified_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
    });
    const of = (rows: ReturnType<typeof effect>[] | null, over: object = {}) => {
      const snapshots = { ...sources().snapshots, 'duty-effects': rows, ...over } as never;
      const day = resolveDay(sources({ snapshots }));
      return inputsOf(day, day.people.get('1') ?? person());
    };
    const noon = '2026-11-20T12:00:00Z';
    const later = '2026-12-01T00:00:00Z';
    expect(of(null)).toMatchObject({ suspensions: null, restrictedDuty: false, restrictions: null });
    expect(of([]).suspensions).toEqual([]);
    expect(of([effect('2026-11-01T00:00:00Z', later, 'SUSPENDED')])).toMatchObject({
      suspensions: [{ effect: 'SUSPENDED', start: Date.parse('2026-11-01T00:00:00Z'), end: Date.parse(later) }],
      restrictedDuty: false,
    });
    const restricted = (from: string, to: string | null) => of([effect(from, to, 'RESTRICTED')]);
    expect(restricted(noon, later)).toMatchObject({ restrictedDuty: true, suspensions: [] });
    expect(restricted('2026-11-20T12:00:01Z', later).restrictedDuty).toBe(false);
    expect(restricted('2026-11-01T00:00:00Z', noon).restrictedDuty).toBe(false);
    expect(restricted('2026-11-01T00:00:00Z', '2026-11-20T12:00:01Z').restrictedDuty).toBe(true);
    const two = [effect('2026-11-01T00:00:00Z', null, 'RESTRICTED'), effect('2026-11-01T00:00:00Z', null, 'NONE')];
    expect(of(two).restrictedDuty).toBe(true);
    const restriction = {
      restriction_id: 'R',
      employee_no: '1',
      deploy_effect: 'PARTIAL',
      start_on: '2026-11-01',
      review_on: null,
      end_on: null,
      updated_at: '2026-01-01T00:00:00Z',
    };
    expect(of([], { restrictions: [restriction] }).restrictions).toMatchObject([{ id: 'R', effect: 'PARTIAL' }]);
    expect(of([], { restrictions: [{ ...restriction, employee_no: '2' }] }).restrictions).toEqual([]);
  });

  it('without extracts of what is loaded nothing is taken for known', () => {
    const load = (feeds: readonly string[], over: object) => {
      const snapshots = { ...sources().snapshots, ...over } as never;
      const day = resolveDay(sources({ feeds: feeds as never, snapshots }));
      return inputsOf(day, day.people.get('1') ?? person());
    };
    const all = [...FEEDS, 'students', 'tutors'];
    expect(load(FEEDS, {})).toMatchObject({ student: { state: 'notLoaded' }, tutoringKnown: true });
    expect(load(all, { students: [], tutors: [] })).toMatchObject({ student: { state: 'none' }, tutoringKnown: true });
    expect(load(all, { students: null, tutors: [] }).tutoringKnown).toBe(false);
    expect(load(all, { students: [], tutors: null }).tutoringKnown).toBe(false);
    expect(load(FEEDS, { training: null })).toMatchObject({ training: [], coursesKnown: null });
  });
});

describe('a day for two teams', () => {
  const postings = (...teams: string[]) =>
    person({
      memberships: teams.map((team, at) => ({
        team,
        post: null,
        role: 'RESPONSE',
        kind: 'SUBSTANTIVE' as const,
        primary: at === 0,
        fteSplit: 0.5,
        shiftPattern: null,
        ended: false,
      })),
    });

  it('each has the minutes of its own segments, what is no shift counts for both, others for the first', () => {
    const segments = [
      segment('07:00', '09:00', { team: 'T9' }),
      segment('09:00', '12:00', { no: 2, team: 'T2' }),
      segment('12:00', '17:00', { no: 3, team: null }),
    ];
    const { teamMinutes } = scored({ segments, person: postings('T1', 'T2') });
    expect(Object.entries(teamMinutes ?? {}).map(([team, { rostered }]) => [team, rostered])).toEqual([
      ['T1', 420],
      ['T2', 180],
    ]);
    expect(Object.keys(scored({ segments, person: postings('T3', 'T2') }).teamMinutes ?? {})).toEqual(['T2', 'T3']);
  });

  it('is told only when there are two', () => {
    expect(
      scored({ segments: [segment('07:00', '17:00', { team: 'T2' })], person: postings('T1', 'T2') }).teamMinutes,
    ).toBeNull();
    expect(scored({ segments: [segment('07:00', '17:00', { team: 'T9' })], person: postings() }).teamMinutes).toBeNull();
  });
});
