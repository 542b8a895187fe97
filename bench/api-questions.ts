import { demoForce } from '../demo/force.ts';
import { personasOf } from '../demo/personas.ts';
import { addDays, type LocalDate } from '../lib/dates.ts';

export interface Question {
  /** Directory id of who asks. */
  readonly username: string;
  readonly path: string;
}

const TEAM = 'A01-RES-1';

/** Of eleven people who ask so many are constables, sergeants and chief inspectors. */
const ASKING = { constable: 8, sergeant: 2, chiefInspector: 1 } as const;

/** What is asked on a morning, in turn: own figures, the people one leads, one's team, the force. */
export function morningQuestions({ people, seed, end }: { people: number; seed: number; end: LocalDate }): Question[] {
  const personas = personasOf(demoForce({ people, seed }));
  const as = (persona: keyof typeof ASKING, ...paths: readonly string[]) => {
    const person = personas[persona];
    if (person === undefined) throw new Error(`a force of ${people} has no ${persona}: take more people`);
    const own = paths.map((path) => ({ username: `dir-${person}`, path: path.replaceAll('ME', person) }));
    return Array.from({ length: ASKING[persona] }, () => own).flat();
  };
  const constable = personas.constable ?? '';
  const [week, month] = [addDays(end, -6), addDays(end, -27)];
  return [
    ...as(
      'constable',
      '/v1/me',
      `/v1/people/ME/availability?from=${week}&to=${end}`,
      `/v1/people/ME/availability/${end}/explanation`,
      '/v1/people/ME/productivity',
      `/v1/people/ME/productivity/days?from=${week}&to=${end}`,
      `/v1/org-units/${TEAM}/productivity?from=${month}&to=${end}`,
      '/v1/people?q=an',
      '/v1/metrics',
    ),
    ...as(
      'sergeant',
      '/v1/me/span/availability',
      `/v1/people/${constable}/availability?from=${week}&to=${end}`,
      `/v1/people/${constable}/availability/${end}/explanation`,
      `/v1/org-units/${TEAM}/productivity/people`,
      '/v1/freshness',
    ),
    ...as(
      'chiefInspector',
      '/v1/me/span/availability',
      `/v1/org-units/${TEAM}/availability?date=${end}`,
      `/v1/org-units/${TEAM}/availability/people?date=${end}`,
      '/v1/productivity/comparison?metric=incidentsAttended&type=TEAM&within=FORCE',
      '/v1/org-units',
    ),
  ];
}
