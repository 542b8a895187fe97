import { describe, expect, it } from 'vitest';
import { type Availability, availabilityOf } from '../../../lib/availability/score.ts';
import { resolveDay } from '../../../lib/day/day.ts';
import type { DaySources } from '../../../lib/day/sources.ts';
import type { RowOf } from '../../../lib/sources/catalogue.ts';
import { DATE, dutyFact, FEEDS, personRow, sources, withFacts } from '../day/world.ts';
import { course } from '../world.ts';

const UPDATED = '2026-01-01T00:00:00Z';
type Phase = RowOf<'students'>['phase'];

const record = (id: string, phase: Phase, from = '2026-01-01', to: string | null = null): RowOf<'students'> => ({
  employee_no: id,
  from_at: `${from}T00:00:00Z`,
  to_at: to === null ? null : `${to}T00:00:00Z`,
  phase,
  updated_at: UPDATED,
});
const tutor = (student: string, by: string, from = '2026-01-01', to: string | null = null): RowOf<'tutors'> => ({
  student_no: student,
  tutor_no: by,
  from_at: `${from}T00:00:00Z`,
  to_at: to === null ? null : `${to}T00:00:00Z`,
  updated_at: UPDATED,
});
const duty = (id: string, from = '07:00', to = '17:00', over: Record<string, unknown> = {}) =>
  dutyFact(id, DATE, `${DATE}T${from}:00Z`, `${DATE}T${to}:00Z`, over);

interface World {
  readonly students?: RowOf<'students'>[] | null;
  readonly tutors?: RowOf<'tutors'>[] | null;
  readonly duties?: ReturnType<typeof duty>[];
  readonly pairings?: DaySources['pairings'];
  readonly over?: Partial<DaySources['snapshots']>;
  readonly feeds?: DaySources['feeds'];
}

/** 1 is the student, 2 and 3 may tutor; everybody is trained and on the same early turn. */
function people({
  students = [record('1', 'ACCOMP')],
  tutors = [],
  duties,
  pairings = [],
  over = {},
  feeds,
}: World): Map<string, Availability> {
  const training = ['1', '2', '3'].flatMap((id) =>
    ['PPST', 'FIRST_AID', 'TASER', 'RESPONSE_DRIVING', 'BWV', 'STOP_SEARCH', 'MENTAL_HEALTH'].map((code) =>
      course(code, { employee_no: id }),
    ),
  );
  const snapshots = { ...sources().snapshots, training, students, tutors, ...over };
  const from = withFacts(
    { duties: duties ?? ['1', '2', '3', '4'].map((id) => duty(id)) },
    { snapshots, pairings, feeds: feeds ?? [...FEEDS, 'students', 'tutors'] },
  );
  return new Map(availabilityOf(resolveDay(from)).map((one) => [one.person, one]));
}
const student = (world: World) => people(world).get('1');

describe('the student test', () => {
  it.each([
    ['ACCOMP', 'STUDENT_NOT_PAIRED'],
    ['DIRECTED', 'STUDENT_NOT_PAIRED'],
    ['TRAINING', 'STUDENT_IN_TRAINING'],
  ] as const)('phase %s without a partner: %s', (phase, reason) => {
    expect(student({ students: [record('1', phase)] })).toMatchObject({ status: 'notDeployable', reasons: [reason] });
  });

  it.each(['IPS', 'FOC'] as const)('phase %s goes out alone', (phase) => {
    expect(student({ students: [record('1', phase)] })?.status).toBe('deployable');
  });

  it('student reaching IPS in mid-month: the phase at the start of the shift', () => {
    const phases = (until: string) => [record('1', 'DIRECTED', '2026-01-01', until), record('1', 'IPS', until)];
    expect(student({ students: phases(DATE) })?.status).toBe('deployable');
    expect(student({ students: phases('2026-11-21') })?.reasons).toEqual(['STUDENT_NOT_PAIRED']);
    const both = [record('1', 'TRAINING'), record('1', 'IPS', '2026-06-01')];
    expect(student({ students: both })?.status).toBe('deployable');
    expect(student({ students: both.toReversed() })?.status).toBe('deployable');
  });

  it('the assigned tutor, while assigned', () => {
    expect(student({ tutors: [tutor('1', '2')] })).toMatchObject({
      status: 'deployable',
      student: { partners: [{ person: '2', by: 'assigned', eligible: true, onDuty: true, deployable: true }] },
    });
    expect(student({ tutors: [tutor('1', '2', '2026-01-01', DATE)] })?.reasons).toEqual(['STUDENT_NOT_PAIRED']);
    expect(student({ tutors: [tutor('1', '2', '2026-11-21')] })?.reasons).toEqual(['STUDENT_NOT_PAIRED']);
    expect(student({ tutors: [tutor('9', '2')] })?.reasons).toEqual(['STUDENT_NOT_PAIRED']);
  });

  it('student paired for one shift: the duty names the partner, before a decision, before the tutor', () => {
    const named = (world: World) => {
      const one = student(world)?.student;
      return one?.state === 'student' ? one.partners.map(({ person, by }) => `${person} ${by}`) : [];
    };
    const paired = [duty('1', '07:00', '17:00', { paired_with_no: '3' }), duty('2'), duty('3')];
    const tutors = [tutor('1', '2')];
    const pairings = [{ student: '1', partner: '3' }];
    expect(named({ duties: paired, tutors })).toEqual(['3 duty']);
    expect(named({ tutors, pairings })).toEqual(['3 decision']);
    expect(named({ tutors, pairings: [{ student: '2', partner: '3' }] })).toEqual(['2 assigned']);
    expect(named({ tutors: [tutor('1', '3'), tutor('1', '2'), tutor('1', '2', '2026-02-01')] })).toEqual([
      '2 assigned',
      '3 assigned',
    ]);
  });

  it('tutor off duty, or on duty for less than half of the shift', () => {
    const with2 = (...duties: ReturnType<typeof duty>[]) =>
      student({ tutors: [tutor('1', '2')], duties: [duty('1'), ...duties] });
    expect(with2()?.reasons).toEqual(['STUDENT_PARTNER_OFF_DUTY']);
    expect(with2(duty('2', '12:00', '22:00'))?.status).toBe('deployable');
    expect(with2(duty('2', '12:01', '22:00'))?.reasons).toEqual(['STUDENT_PARTNER_OFF_DUTY']);
    expect(with2(duty('2', '07:00', '17:00', { duty_code: 'COURT' }))?.reasons).toEqual(['STUDENT_PARTNER_OFF_DUTY']);
    const court = duty('2', '11:59', '17:00', { duty_code: 'COURT', segment_no: 2 });
    expect(with2(duty('2', '07:00', '17:00'), court)?.reasons).toEqual(['STUDENT_PARTNER_OFF_DUTY']);
  });

  it('tutor on leave for the shift is off duty, one whose course has expired is not deployable', () => {
    const absences = [
      {
        absence_id: 'AB',
        employee_no: '2',
        absence_code: 'AL',
        start_at: `${DATE}T00:00:00Z`,
        end_at: `${DATE}T23:00:00Z`,
        approved: true,
        planned: true,
        updated_at: UPDATED,
      } as const,
    ];
    expect(student({ tutors: [tutor('1', '2')], over: { absences } })?.reasons).toEqual(['STUDENT_PARTNER_OFF_DUTY']);
    const training = ['1', '3'].flatMap((id) => ['PPST', 'FIRST_AID'].map((code) => course(code, { employee_no: id })));
    const untrained = student({ tutors: [tutor('1', '2')], over: { training } });
    expect(untrained?.reasons).toEqual(['STUDENT_PARTNER_NOT_DEPLOYABLE']);
    expect(student({ tutors: [tutor('1', '2'), tutor('1', '3')], over: { training } })?.status).not.toBe('notDeployable');
  });

  it('two tutors: one who can is enough', () => {
    const tutors = [tutor('1', '2'), tutor('1', '3')];
    expect(student({ tutors, duties: [duty('1'), duty('3')] })?.status).toBe('deployable');
    expect(student({ tutors, duties: [duty('1')] })?.reasons).toEqual(['STUDENT_PARTNER_OFF_DUTY']);
  });

  it('student as tutor is refused, unless they have finished; nobody goes out with themselves', () => {
    const tutors = [tutor('1', '2')];
    const with2 = (phase: Phase) => student({ tutors, students: [record('1', 'ACCOMP'), record('2', phase)] });
    expect(with2('IPS')?.reasons).toEqual(['STUDENT_NOT_PAIRED']);
    expect(with2('FOC')?.status).toBe('deployable');
    expect(student({ tutors: [tutor('1', '1')] })?.reasons).toEqual(['STUDENT_NOT_PAIRED']);
    expect(student({ tutors: [tutor('1', '999')] })?.reasons).toEqual(['STUDENT_NOT_PAIRED']);
  });

  it('a PCSO is no partner that can be deployed with', () => {
    expect(student({ tutors: [tutor('1', '4')] })?.reasons).toEqual(['STUDENT_PARTNER_NOT_DEPLOYABLE']);
  });

  it('a partner of whom it is not known: unknown', () => {
    const over = { training: ['1', '2'].flatMap((id) => [course('PPST', { employee_no: id })]) };
    expect(student({ tutors: [tutor('1', '2')], over })).toMatchObject({
      status: 'insufficientData',
      unknowns: ['training:FIRST_AID', 'studentPartner'],
    });
    expect(student({ tutors: [tutor('1', '2')], over: { absences: null } })).toMatchObject({ status: 'insufficientData' });
  });

  it("transferee under 3 years' service without any record: unknown, never a pass", () => {
    const withService = (service_start: string | null, students: RowOf<'students'>[] = [record('9', 'FOC')]) =>
      student({ students, over: { people: [personRow('1', { service_start }), personRow('2')] } });
    expect(withService('2023-11-21')).toMatchObject({ status: 'insufficientData', unknowns: ['studentRecord'] });
    expect(withService('2023-11-20')?.status).toBe('deployable');
    expect(withService(null)).toMatchObject({ unknowns: ['studentRecord'] });
    // A record that breaks off says no more than none, however long the service; one that ended with FOC is over.
    const ended = [record('1', 'DIRECTED', '2026-01-01', '2026-02-01')];
    expect(withService('2010-01-01', ended)).toMatchObject({ unknowns: ['studentRecord'] });
    expect(withService('2025-01-01', [record('1', 'FOC', '2026-01-01', '2026-02-01')])?.status).toBe('deployable');
    expect(withService('2025-01-01', [record('1', 'FOC', '2026-12-01')])).toMatchObject({ unknowns: ['studentRecord'] });
  });

  it('a force without the feed has no students, and says so', () => {
    expect(student({ students: null, tutors: null, feeds: FEEDS })).toMatchObject({
      status: 'deployable',
      student: { state: 'notLoaded' },
      flags: expect.arrayContaining(['STUDENT_FEEDS_NOT_LOADED']),
    });
  });

  it('without an extract of a feed that is loaded nobody knows who tutors: both ends of the figure are told or none', () => {
    const one = student({ students: [record('1', 'IPS')], tutors: null });
    expect(one).toMatchObject({ status: 'insufficientData', unknowns: ['supervising'], score: null });
  });
});

describe('tutoring', () => {
  const tutors = [tutor('1', '2')];

  it('is one reduction and one criterion, whatever the number of students', () => {
    const two = people({ students: [record('1', 'ACCOMP'), record('3', 'DIRECTED')], tutors: [...tutors, tutor('3', '2')] });
    expect(two.get('2')).toMatchObject({ tutored: ['1', '3'], work: { reduction: 0.05, availability: 0.95 } });
    expect(two.get('2')?.criteria.find(({ id }) => id === 'supervising')?.value).toBe(1);
    expect(two.get('4')).toMatchObject({ tutored: [], work: { reduction: 0 } });
  });

  it('tutor without the student: no reduction', () => {
    const rest = people({ tutors, duties: [duty('2'), duty('3')] });
    expect(rest.get('2')).toMatchObject({ tutored: [], work: { reduction: 0 } });
    const court = people({ tutors, duties: [duty('1', '07:00', '17:00', { duty_code: 'TRG' }), duty('2')] });
    expect(court.get('2')?.tutored).toEqual([]);
  });

  it('a student on independent patrol or in the classroom is not tutored', () => {
    for (const phase of ['IPS', 'FOC', 'TRAINING'] as const)
      expect(people({ students: [record('1', phase)], tutors }).get('2')?.tutored).toEqual([]);
    expect(people({ students: [record('1', 'DIRECTED')], tutors }).get('2')?.tutored).toEqual(['1']);
  });

  it('a student sick for the whole shift is not tutored', () => {
    const absences = [
      {
        absence_id: 'AB',
        employee_no: '1',
        absence_code: 'SICK_S',
        start_at: `${DATE}T00:00:00Z`,
        end_at: null,
        approved: false,
        planned: false,
        updated_at: UPDATED,
      } as const,
    ];
    expect(people({ tutors, over: { absences } }).get('2')?.tutored).toEqual([]);
  });
});
