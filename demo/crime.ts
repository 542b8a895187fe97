import { atLocalTime } from '../lib/calendar.ts';
import { addDays, formatInstant, type LocalDate } from '../lib/dates.ts';
import type { Row } from './conditions.ts';
import type { DemoForce } from './force.ts';
import { randomOf } from './random.ts';

// West Midlands: about 830 crimes a day by a force of 13,000, most of them closed one day or another.
const OUTCOMES_PER_PERSON = 830 / 13_000;
const LEAST_A_DAY = 3;
const CODES = [
  ['18', 0.38],
  ['16', 0.25],
  ['15', 0.15],
  ['14', 0.06],
  ['1', 0.07],
  ['8', 0.03],
  ['2A', 0.01],
  ['9', 0.01],
  ['22', 0.02],
  ['0', 0.02],
] as const;
const OFFENCES = ['Violence', 'Theft', 'Public order', 'Drugs', 'Burglary', 'Criminal damage'] as const;

/** Outcomes of one date: who was in the case, what came of it, and now and then that it was no crime after all. */
export function outcomeRows(force: DemoForce, date: LocalDate, seed: number): Row[] {
  const random = randomOf(seed).fork(`outcomes ${date}`);
  const cases = force.people.filter(
    ({ role, type }) => (role === 'INVESTIGATION' || role === 'RESPONSE') && type !== 'PCSO' && type !== 'SPECIAL',
  );
  const wanted = Math.max(LEAST_A_DAY, Math.round(OUTCOMES_PER_PERSON * force.people.length * (0.7 + 0.6 * random.next())));
  const updated = formatInstant(atLocalTime(addDays(date, 1), '02:00'));
  return Array.from({ length: wanted }, (_, n) => {
    // Detectives close most of the cases.
    const detectives = cases.filter(({ role }) => role === 'INVESTIGATION');
    const officer = random.pick(detectives.length > 0 && random.chance(0.7) ? detectives : cases);
    const status = random.next();
    const second = n > 0 && random.chance(0.02);
    return {
      crime_no: `CR-${date.replaceAll('-', '')}-${String(second ? n : n + 1).padStart(4, '0')}`,
      outcome_seq: second ? '2' : '1',
      outcome_code: codeAt(random.next()),
      outcome_date: date,
      oic_no: random.chance(0.02) ? '' : officer.id,
      team_code_at_outcome: officer.team,
      offence_group: random.pick(OFFENCES),
      recorded_status: status < 0.96 ? 'CRIME' : status < 0.98 ? 'CANCELLED' : 'TRANSFERRED',
      reversed_at: random.chance(0.005) ? updated : '',
      updated_at: updated,
    };
  });
}

function codeAt(share: number): string {
  let sum = 0;
  for (const [code, part] of CODES) {
    sum += part;
    if (share < sum) return code;
  }
  return '18';
}
