import type { ROUTES } from '../../lib/api/routes.ts';

/** Every route that only reads. */
export type Reading = Extract<(typeof ROUTES)[number], { readonly method: 'GET' }>['id'];
type Paths = Readonly<Record<Reading, readonly string[]>>;

const RANGE = 'from=2026-11-01&to=2026-11-20';
const METRICS = ['arrests', 'stopSearches', 'visibility'] as const;
const UNITS = ['FORCE', 'A01-RES', 'A01-RES-1', 'A01-RES-2', 'A01-NEI-1', 'NOWHERE'] as const;
const FILE = 'incidents/incidents_20261112T090000Z.csv';
const DAYS = ['2026-11-03', '2026-11-11', '2026-11-13', '2026-11-16'] as const;

/** Of every route that reads several questions about somebody, about somebody else, and about units; wrong ones too. */
export function questionsAbout(subject: string, viewer: string, other: string): Paths {
  const people = [subject, viewer, other, '999999'];
  const each = <T>(all: readonly T[], of: (one: T) => readonly string[]) => all.flatMap((one) => [...of(one)]);
  return {
    health: ['/v1/health'],
    openapi: ['/v1/openapi.json'],
    me: ['/v1/me'],
    metrics: ['/v1/metrics', '/v1/metrics?x=1'],
    methodology: ['/v1/methodology', '/v1/methodology?asOf=2026-11-03', '/v1/methodology?asOf=never'],
    freshness: ['/v1/freshness'],
    orgUnits: ['/v1/org-units'],
    orgUnit: UNITS.map((unit) => `/v1/org-units/${unit}`),
    orgUnitMembers: each(UNITS, (unit) => [
      `/v1/org-units/${unit}/members`,
      `/v1/org-units/${unit}/members?asOf=2026-11-09`,
      `/v1/org-units/${unit}/members?cursor=AAAA.AAAA`,
    ]),
    people: ['/v1/people?q=or', `/v1/people?q=${subject}`, '/v1/people?q=zzzz', '/v1/people?q=x'],
    person: people.map((id) => `/v1/people/${id}`),
    personReports: people.map((id) => `/v1/people/${id}/reports`),
    personProductivity: each(people, (id) => [
      `/v1/people/${id}/productivity`,
      `/v1/people/${id}/productivity?from=2026-10-12&to=2026-11-08`,
      `/v1/people/${id}/productivity?from=2025-01-01&to=2026-11-08`,
    ]),
    unitProductivity: each(UNITS, (unit) => [
      `/v1/org-units/${unit}/productivity?${RANGE}`,
      `/v1/org-units/${unit}/productivity?${RANGE}&window=7`,
      `/v1/org-units/${unit}/productivity?from=2026-06-01&to=2026-11-20&window=28`,
      `/v1/org-units/${unit}/productivity?from=2025-12-01&to=2026-11-20&window=91`,
    ]),
    unitProductivityPeople: each(UNITS, (unit) => [
      `/v1/org-units/${unit}/productivity/people`,
      `/v1/org-units/${unit}/productivity/people?window=2026-11-09`,
    ]),
    unitVariation: each(UNITS, (unit) =>
      METRICS.map((metric) => `/v1/org-units/${unit}/productivity/variation?metric=${metric}`),
    ),
    comparison: each(METRICS, (metric) =>
      ['TEAM', 'DEPT', 'AREA'].map((type) => `/v1/productivity/comparison?metric=${metric}&type=${type}&within=FORCE`),
    ),
    peerGroups: ['/v1/peer-groups', '/v1/peer-groups?window=2026-10-12', '/v1/peer-groups?window=2026-09-14'],
    personRecords: each([subject, viewer, '999999'], (id) =>
      DAYS.map((date) => `/v1/people/${id}/productivity/records?date=${date}`),
    ),
    personProductivityDays: each(people, (id) => [
      `/v1/people/${id}/productivity/days?${RANGE}`,
      `/v1/people/${id}/productivity/days?${RANGE}&window=7`,
    ]),
    unitProductivityDays: UNITS.map((unit) => `/v1/org-units/${unit}/productivity/days?${RANGE}`),
    comparisonPeople: each(METRICS, (metric) => [
      `/v1/productivity/comparison/people?metric=${metric}`,
      `/v1/productivity/comparison/people?metric=${metric}&person=${subject}`,
      `/v1/productivity/comparison/people?metric=${metric}&person=${other}`,
    ]),
    personAvailability: each(people, (id) => [
      `/v1/people/${id}/availability?${RANGE}`,
      `/v1/people/${id}/availability?from=2026-08-01&to=2026-11-20`,
      `/v1/people/${id}/availability?from=2026-11-20&to=2026-11-01`,
    ]),
    availabilityExplanation: each(people, (id) => DAYS.map((date) => `/v1/people/${id}/availability/${date}/explanation`)),
    spanAvailability: ['/v1/me/span/availability', ...DAYS.map((date) => `/v1/me/span/availability?at=${date}`)],
    unitAvailability: each(UNITS, (unit) => DAYS.map((date) => `/v1/org-units/${unit}/availability?date=${date}`)),
    unitAvailabilityPeople: each(UNITS, (unit) =>
      each(DAYS, (date) => [
        `/v1/org-units/${unit}/availability/people?date=${date}`,
        `/v1/org-units/${unit}/availability/people?date=${date}&order=score`,
      ]),
    ),
    unitEstablishment: each(UNITS, (unit) => DAYS.map((date) => `/v1/org-units/${unit}/establishment?date=${date}`)),
    unitDemand: UNITS.map((unit) => `/v1/org-units/${unit}/demand?${RANGE}`),
    feeds: ['/v1/feeds'],
    drops: ['people', 'incidents', 'absences', 'nothing'].map((feed) => `/v1/drops?feed=${feed}`),
    drop: [FILE, 'people/nothing', 'nothing/nothing'].map((file) => `/v1/drops/${file}`),
    dropRejections: [FILE, 'people/nothing', 'nothing/nothing'].map((file) => `/v1/drops/${file}/rejections`),
    covers: ['/v1/me/covers'],
    pairings: each(people, (id) => DAYS.map((date) => `/v1/people/${id}/pairings?date=${date}`)),
    availabilityViews: ['/v1/me/availability-views'],
    accessDecision: each(people, (id) => [
      `/v1/access-decisions?subject=${id}`,
      `/v1/access-decisions?subject=${id}&viewer=${other}`,
      `/v1/access-decisions?subject=${other}&viewer=${id}`,
    ]),
    roles: ['/v1/roles'],
  };
}
