import { addDays, type LocalDate } from '../lib/dates.ts';
import { CANARY } from './canaries.ts';
import { withPersonas } from './personas.ts';
import { type Random, randomOf } from './random.ts';

export type Role = 'RESPONSE' | 'NEIGHBOURHOOD' | 'INVESTIGATION' | 'CUSTODY' | 'CORPORATE' | 'COMMAND';

export interface DemoUnit {
  readonly code: string;
  readonly type: 'TEAM' | 'DEPT' | 'AREA' | 'FORCE';
  readonly parent: string;
  readonly name: string;
}

export interface DemoPost {
  readonly id: string;
  readonly team: string;
  readonly reportsTo: string;
  readonly role: Role;
  readonly rank: string;
  readonly status?: 'FROZEN';
}

export interface DemoPerson {
  readonly id: string;
  readonly type: 'OFFICER' | 'STAFF' | 'PCSO' | 'SPECIAL';
  readonly rank: string;
  readonly surname: string;
  readonly givenName: string;
  readonly team: string;
  readonly post: string;
  readonly role: Role;
  readonly joined: LocalDate;
  readonly leaves: LocalDate | null;
  readonly fte: number;
  /** How this person's events compare with the average; skewed as real counts are. */
  readonly activity: number;
  /** Day within the team's shift cycle. */
  readonly cycle: number;
}

export interface DemoForce {
  readonly units: readonly DemoUnit[];
  readonly posts: readonly DemoPost[];
  readonly people: readonly DemoPerson[];
}

// Invented: syllables that make names of nobody.
const SURNAMES = [
  'Ash',
  'Bar',
  'Cald',
  'Dun',
  'Elm',
  'Fern',
  'Gar',
  'Hazel',
  'Ing',
  'Kel',
  'Lang',
  'Mar',
  'Nor',
  'Oak',
  'Pem',
  'Rowan',
  'Stan',
  'Thorn',
  'Wex',
  'Yar',
];
const ENDINGS = ['bourne', 'combe', 'dale', 'field', 'ford', 'ham', 'ley', 'mere', 'shaw', 'ton', 'wick', 'worth'];
const GIVEN = [
  'Alex',
  'Amina',
  'Bela',
  'Chris',
  'Dara',
  'Esi',
  'Farah',
  'Gwen',
  'Harpreet',
  'Imran',
  'Jo',
  'Kiran',
  'Lee',
  'Mina',
  'Noor',
  'Ola',
  'Priya',
  'Robin',
  'Sam',
  'Tariq',
];

const TEAM_SIZE = 13;
/** Of a team with two sergeants. */
const LED_BY_FIRST = 9;
const DEPARTMENTS: readonly { readonly role: Role; readonly name: string; readonly teams: number; readonly share: number }[] = [
  { role: 'RESPONSE', name: 'Response', teams: 5, share: 0.42 },
  { role: 'NEIGHBOURHOOD', name: 'Neighbourhood', teams: 3, share: 0.2 },
  { role: 'INVESTIGATION', name: 'Investigation', teams: 3, share: 0.2 },
  { role: 'CUSTODY', name: 'Custody', teams: 1, share: 0.08 },
  { role: 'CORPORATE', name: 'Support', teams: 1, share: 0.1 },
];

/** The demo force of a size and a seed: one and the same however long the period is. */
export function demoForce({ people, seed }: { readonly people: number; readonly seed: number }): DemoForce {
  return makeForce(people, seed, '2026-01-05');
}

/** An invented force: areas of about 200, each with the same departments, teams of about thirteen. */
export function makeForce(size: number, seed: number, start: LocalDate): DemoForce {
  const random = randomOf(seed).fork('force');
  const units: DemoUnit[] = [{ code: 'FORCE', type: 'FORCE', parent: '', name: 'Demo Police' }];
  const posts: DemoPost[] = [{ id: 'P-CC', team: 'FORCE', reportsTo: '', role: 'COMMAND', rank: 'CC' }];
  const people: DemoPerson[] = [];
  const seats: { post: DemoPost; type: DemoPerson['type']; cycle: number }[] = [
    { post: posts[0] as DemoPost, type: 'OFFICER', cycle: 0 },
  ];
  const seat = (post: DemoPost, type: DemoPerson['type'], cycle: number) => {
    posts.push(post);
    seats.push({ post, type, cycle });
  };

  seat({ id: 'P-ACC', team: 'FORCE', reportsTo: 'P-CC', role: 'COMMAND', rank: 'ACC' }, 'OFFICER', 0);
  const areas = Math.max(1, Math.round(size / 200));
  for (let a = 1; a <= areas; a += 1) {
    const area = `A${String(a).padStart(2, '0')}`;
    units.push({ code: area, type: 'AREA', parent: 'FORCE', name: `Area ${a}` });
    seat({ id: `P-${area}`, team: area, reportsTo: 'P-ACC', role: 'COMMAND', rank: 'CSUPT' }, 'OFFICER', 0);
    seat({ id: `P-${area}-CI`, team: area, reportsTo: `P-${area}`, role: 'COMMAND', rank: 'CI' }, 'OFFICER', 0);
    for (const { role, name, share } of DEPARTMENTS) {
      const dept = `${area}-${role.slice(0, 3)}`;
      units.push({ code: dept, type: 'DEPT', parent: area, name: `${name}, area ${a}` });
      seat({ id: `P-${dept}`, team: dept, reportsTo: `P-${area}-CI`, role: 'COMMAND', rank: 'INSP' }, 'OFFICER', 0);
      const members = Math.round((size / areas) * share);
      const teams = Math.max(1, Math.round(members / TEAM_SIZE));
      for (let t = 1; t <= teams; t += 1) {
        const team = `${dept}-${t}`;
        units.push({ code: team, type: 'TEAM', parent: dept, name: `${name} team ${t}, area ${a}` });
        seat(
          { id: `P-${team}-S`, team, reportsTo: `P-${dept}`, role, rank: 'PS' },
          role === 'CORPORATE' ? 'STAFF' : 'OFFICER',
          t * 2,
        );
        // Two sergeants share the first response teams: on the second the other sergeant's post is vacant until somebody acts.
        if (role === 'RESPONSE' && t === 1)
          seat({ id: `P-${team}-S2`, team, reportsTo: `P-${dept}`, role, rank: 'PS' }, 'OFFICER', t * 2);
        if (role === 'RESPONSE' && t === 2) posts.push({ id: `P-${team}-S2`, team, reportsTo: `P-${dept}`, role, rank: 'PS' });
        const own = Math.floor(members / teams) - 1;
        const second = role === 'RESPONSE' && t <= 2 ? `P-${team}-S2` : `P-${team}-S`;
        for (let n = 1; n <= own; n += 1) {
          const reportsTo = n > LED_BY_FIRST ? second : `P-${team}-S`;
          seat({ id: `P-${team}-${n}`, team, reportsTo, role, rank: 'PC' }, typeOf(role, n, random), t * 2);
        }
      }
    }
  }

  // Deliberate trouble: two vacant posts that report to each other, and one that is frozen.
  posts.push(
    { id: 'P-LOOP-1', team: 'A01-COR', reportsTo: 'P-LOOP-2', role: 'CORPORATE', rank: '' },
    { id: 'P-LOOP-2', team: 'A01-COR', reportsTo: 'P-LOOP-1', role: 'CORPORATE', rank: '' },
    { id: 'P-FROZEN', team: 'A01-INV-1', reportsTo: 'P-A01-INV-1-S', role: 'INVESTIGATION', rank: 'PC', status: 'FROZEN' },
  );
  for (const [n, { post, type, cycle }] of seats.slice(0, size).entries()) {
    const years = random.pick([0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 26]);
    people.push({
      id: String(100_001 + n),
      type,
      rank: type === 'OFFICER' ? post.rank : '',
      surname: random.pick(SURNAMES) + random.pick(ENDINGS),
      givenName: random.pick(GIVEN),
      team: post.team,
      post: post.id,
      role: post.role,
      joined: addDays(start, -Math.round(years * 365.25) - random.whole(5, 300)),
      leaves: random.chance(0.004) ? addDays(start, random.whole(10, 50)) : null,
      fte: random.chance(1 / 11) ? 0.6 : 1,
      activity: 0.35 + random.next() * 0.6 + (random.chance(0.15) ? 1.6 : 0),
      cycle,
      ...(post.id === CANARY_POST ? CANARY_PERSON : {}),
    });
  }
  return withPersonas({ units, posts, people }, PERSONAS_AS_OF);
}

/** The second sergeant of the first response team, whom every size of force has. */
const CANARY_POST = 'P-A01-RES-1-S2';
const CANARY_PERSON = { id: CANARY.employeeNo, surname: CANARY.surname, givenName: CANARY.givenName };

/** Personas joined so long before this day. */
const PERSONAS_AS_OF = '2026-11-22';

function typeOf(role: Role, n: number, random: Random): DemoPerson['type'] {
  if (role === 'CORPORATE') return 'STAFF';
  if (role === 'NEIGHBOURHOOD' && n % 4 === 0) return 'PCSO';
  if (role === 'INVESTIGATION' && n % 5 === 0) return 'STAFF';
  return random.chance(0.03) ? 'SPECIAL' : 'OFFICER';
}
