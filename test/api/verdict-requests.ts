import { addDays } from '../../lib/dates.ts';
import { LONG_AGO, numberOf, TODAY, TOMORROW, WINDOW, YESTERDAY } from './force.ts';

export interface Asked {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

const get = (path: string): Asked => ({ method: 'GET', path });
const range = `from=${addDays(TODAY, -2)}&to=${TOMORROW}`;
const FAR = { from: `${addDays(TODAY, 20)}T06:00:00Z`, to: `${addDays(TODAY, 21)}T06:00:00Z` } as const;
const PEOPLE_FILE = 'people_20261112T090000Z.csv';
const reason = 'asked by the table of verdicts';

/** The unit that stands for a subject: where they are today. */
const UNIT: Readonly<Record<string, string>> = { officer: 'RELIEF', staff: 'DESK', seconded: 'HOST', unknown: 'NOWHERE' };
const unitOf = (subject: string) => UNIT[subject] ?? 'NOWHERE';

/** Grants that are there to be approved, ended or withdrawn by each viewer; `unknown` is the id of none. */
export function grantId(verb: 'approve' | 'end' | 'withdraw', viewer: string, subject: string): string {
  return subject === 'unknown' ? 'none' : `${verb}-${numberOf(viewer)}-${subject}`;
}

/** `subject` is a word of the table, `person` the number of who that is. */
export interface About {
  readonly viewer: string;
  readonly subject: string;
  readonly person: string;
}

/** How each resource of the table is asked about a subject. */
export const REQUESTS: Readonly<Record<string, (about: About) => Asked>> = {
  health: () => get('/v1/health'),
  openapi: () => get('/v1/openapi.json'),
  me: () => get('/v1/me'),
  metrics: () => get('/v1/metrics'),
  methodology: () => get('/v1/methodology'),
  freshness: () => get('/v1/freshness'),
  orgUnits: () => get('/v1/org-units'),
  comparison: () => get(`/v1/productivity/comparison?metric=arrests&type=TEAM&within=FORCE&window=${WINDOW.start}`),
  peerGroups: () => get(`/v1/peer-groups?window=${WINDOW.start}`),
  covers: () => get('/v1/me/covers'),
  availabilityViews: () => get('/v1/me/availability-views'),
  roles: () => get('/v1/roles'),
  'unitDemand (of the force)': () => get(`/v1/org-units/FORCE/demand?${range}`),
  feeds: () => get('/v1/feeds'),
  drops: () => get('/v1/drops?feed=people'),
  'drops (of no feed)': () => get('/v1/drops?feed=constructor'),
  drop: () => get(`/v1/drops/people/${PEOPLE_FILE}`),
  dropRejections: () => get(`/v1/drops/people/${PEOPLE_FILE}/rejections`),

  people: ({ person }) => get(`/v1/people?q=${person}`),
  person: ({ person }) => get(`/v1/people/${person}`),
  personReports: ({ person }) => get(`/v1/people/${person}/reports`),
  personProductivity: ({ person }) => get(`/v1/people/${person}/productivity`),
  personProductivityDays: ({ person }) => get(`/v1/people/${person}/productivity/days?${range}`),
  personRecords: ({ person }) => get(`/v1/people/${person}/productivity/records?date=${YESTERDAY}`),
  comparisonPeople: ({ person }) => get(`/v1/productivity/comparison/people?metric=arrests&person=${person}`),
  personAvailability: ({ person }) => get(`/v1/people/${person}/availability?${range}`),
  availabilityExplanation: ({ person }) => get(`/v1/people/${person}/availability/${YESTERDAY}/explanation`),
  'availabilityExplanation (120 days ago)': ({ person }) => get(`/v1/people/${person}/availability/${LONG_AGO}/explanation`),
  spanAvailability: () => get(`/v1/me/span/availability?at=${TODAY}`),
  pairings: ({ person }) => get(`/v1/people/${person}/pairings?date=${TODAY}`),
  accessDecision: ({ person }) => get(`/v1/access-decisions?subject=${person}`),
  'accessDecision (of the sergeant)': ({ person }) => get(`/v1/access-decisions?viewer=sergeant&subject=${person}`),

  orgUnit: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}`),
  orgUnitMembers: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/members`),
  unitProductivity: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/productivity?${range}`),
  unitProductivityPeople: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/productivity/people`),
  unitVariation: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/productivity/variation?metric=arrests`),
  unitProductivityDays: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/productivity/days?from=${YESTERDAY}&to=${TODAY}`),
  unitAvailability: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/availability?date=${YESTERDAY}`),
  unitEstablishment: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/establishment?date=${YESTERDAY}`),
  unitDemand: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/demand?${range}`),
  unitAvailabilityPeople: ({ subject }) => get(`/v1/org-units/${unitOf(subject)}/availability/people?date=${TODAY}`),

  pair: ({ person }) => ({
    method: 'POST',
    path: `/v1/people/${person}/pairings`,
    body: { date: addDays(TODAY, 50), partner: 'loop-mate', reason },
  }),
  nameCover: ({ person }) => ({
    method: 'POST',
    path: '/v1/me/covers',
    body: { cover: 'chief-officer', leader: person, ...FAR, reason },
  }),
  withdrawCover: ({ viewer, subject }) => ({ method: 'DELETE', path: `/v1/me/covers/${grantId('withdraw', viewer, subject)}` }),
  giveRole: ({ person }) => ({
    method: 'POST',
    path: '/v1/roles',
    body: { person, role: 'analyst', from: TODAY, to: null, reason },
  }),
  approveRole: ({ viewer, subject }) => ({ method: 'POST', path: `/v1/roles/${grantId('approve', viewer, subject)}/approval` }),
  endRole: ({ viewer, subject }) => ({ method: 'DELETE', path: `/v1/roles/${grantId('end', viewer, subject)}` }),
};
