import { addDays, formatInstant, type LocalDate } from '../lib/dates.ts';
import type { DemoForce, Role } from './force.ts';
import { randomOf } from './random.ts';
import { dutiesOf } from './roster.ts';

export interface EventRow {
  readonly id: string;
  readonly person: string;
  readonly lead: boolean;
  readonly at: number;
  readonly updated: number;
}

// West Midlands: what a force of 13,000 records a day.
const PER_PERSON_DAY = { arrests: 159 / 13_000, searches: 73 / 13_000, force: 132 / 13_000, intelligence: 354 / 13_000 };
const PREFIXES = { arrests: 'AR', searches: 'SS', force: 'UF', intelligence: 'PIR' } as const;
const LEAST_PER_DAY = 2;
/** Events in which somebody else may take part. */
const SHARED: ReadonlySet<string> = new Set(['arrests', 'searches']);
const ACTIVE: Readonly<Record<keyof typeof PER_PERSON_DAY, readonly Role[]>> = {
  arrests: ['RESPONSE', 'NEIGHBOURHOOD', 'INVESTIGATION'],
  searches: ['RESPONSE', 'NEIGHBOURHOOD'],
  force: ['RESPONSE', 'NEIGHBOURHOOD', 'CUSTODY'],
  intelligence: ['RESPONSE', 'NEIGHBOURHOOD', 'INVESTIGATION', 'CUSTODY'],
};

/** Events of one duty date by people on duty; now and then two of them took part, or nobody the force knows. */
export function eventsOf(kind: keyof typeof PER_PERSON_DAY, force: DemoForce, date: LocalDate, seed: number): EventRow[] {
  const random = randomOf(seed).fork(`${kind} ${date}`);
  const onDuty = force.people
    .filter(({ role, type }) => ACTIVE[kind].includes(role) && type !== 'STAFF')
    .flatMap((person) => dutiesOf(person, date, seed).filter(({ code }) => !['COURT', 'TRG'].includes(code)));
  if (onDuty.length === 0) return [];
  const wanted = Math.max(
    1,
    random.poisson(Math.min(45, Math.max(LEAST_PER_DAY, PER_PERSON_DAY[kind] * force.people.length))) +
      extra(kind, force.people.length, random.next()),
  );
  const weights = cumulative(onDuty.map(({ person }) => person.activity));
  const rows: EventRow[] = [];
  for (let n = 1; n <= wanted; n += 1) {
    const duty = onDuty[indexOf(weights, random.next())] as (typeof onDuty)[number];
    const at = Math.floor((duty.start + random.next() * (duty.end - duty.start)) / 60_000) * 60_000;
    const id = `${PREFIXES[kind]}-${date.replaceAll('-', '')}-${String(n).padStart(3, '0')}`;
    const lead = random.chance(0.004) ? '999999' : duty.person.id;
    rows.push({ id, person: lead, lead: true, at, updated: at + 3_600_000 });
    const second = onDuty[indexOf(weights, random.next())] as (typeof onDuty)[number];
    if (SHARED.has(kind) && random.chance(0.35) && second.person.id !== lead)
      rows.push({ id, person: second.person.id, lead: false, at, updated: at + 3_600_000 });
  }
  return rows;
}

/** Above the range of the Poisson stream the mean is split off as a constant. */
function extra(kind: keyof typeof PER_PERSON_DAY, people: number, spread: number): number {
  const rest = PER_PERSON_DAY[kind] * people - 45;
  return rest <= 0 ? 0 : Math.round(rest * (0.9 + 0.2 * spread));
}

function cumulative(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => (sum += weight));
}

function indexOf(sums: readonly number[], share: number): number {
  const wanted = share * (sums.at(-1) ?? 0);
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

const OFFENCES = ['Violence', 'Theft', 'Public order', 'Drugs', 'Burglary'] as const;

/** A record now and then gets another time days later: the row moves to another duty date. */
export function correctionOf(row: EventRow, date: LocalDate, seed: number): EventRow | null {
  const random = randomOf(seed).fork(`correction ${row.id}`);
  if (!random.chance(0.01)) return null;
  return { ...row, at: row.at - 24 * 3_600_000, updated: Date.parse(`${addDays(date, 2)}T05:00:00Z`) };
}

export function arrestFields({ id, person, lead, at, updated }: EventRow, seed: number): string[] {
  const offence = randomOf(seed).fork(`offence ${id}`).pick(OFFENCES);
  return [id, person, lead ? 'ARRESTING' : 'ASSIST', formatInstant(at), `CU-${id.slice(3)}`, offence, formatInstant(updated), ''];
}

export function searchFields({ id, person, lead, at, updated }: EventRow, seed: number): string[] {
  const random = randomOf(seed).fork(`search ${id}`);
  const found = random.chance(0.25);
  return [
    id,
    person,
    lead ? 'LEAD' : 'ASSIST',
    formatInstant(at),
    'PERSON',
    random.pick(['PACE1', 'MDA23', 'S60']),
    random.pick(['DRUGS', 'WEAPON', 'STOLEN']),
    found ? 'ARREST' : 'NFA',
    found ? 'Y' : 'N',
    formatInstant(updated),
    '',
  ];
}

/** Reports come late now and then: by ten days at most. */
export function forceFields({ id, person, at, updated }: EventRow, seed: number): string[] {
  const random = randomOf(seed).fork(`force ${id}`);
  const late = random.chance(0.05) ? random.whole(1, 10) * 24 : random.whole(1, 6);
  const submitted = formatInstant(at + late * 3_600_000);
  const tactics = random.pick(['HANDCUFFS', 'UNARMED', 'TASER_DRAWN', 'RESTRAINT']);
  return [id, person, '1', formatInstant(at), submitted, tactics, '', formatInstant(updated), ''];
}

export function intelligenceFields({ id, person, at, updated }: EventRow, seed: number): string[] {
  const roll = randomOf(seed).fork(`report ${id}`).next();
  const state = roll < 0.8 ? 'EVALUATED' : roll < 0.93 ? 'SUBMITTED' : roll < 0.97 ? 'REJECTED' : 'DUPLICATE';
  return [id, person, formatInstant(at), state, formatInstant(updated), ''];
}
