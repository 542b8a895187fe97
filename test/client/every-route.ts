// Calls every route of a running API with a client that was generated from docs/openapi.json, typed all the way.
import createClient from 'openapi-fetch';
import type { paths } from './built/api.js';

declare const process: { argv: string[]; exitCode: number; stdout: { write(text: string): void } };

// Who leads a unit of fewer than five officers, a student whom they lead, an officer of their rank; and the roles of two others.
const [
  ,
  ,
  baseUrl = '',
  viewer = '',
  subject = '',
  cover = '',
  smallUnit = '',
  token = '',
  administratorToken = '',
  auditorToken = '',
] = process.argv;
const as = (bearer: string) => createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${bearer}` } });
const client = as(token);
const administrator = as(administratorToken);
const auditor = as(auditorToken);

const unit = 'A01-RES-1';
const today = new Date().toISOString().slice(0, 10);
const back = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const range = { from: back(12), to: back(1) };
const hours = {
  from: new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, ''),
  to: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ''),
};

const named = await client.POST('/v1/me/covers', { body: { cover, ...hours, reason: 'a client' } });
const given = await administrator.POST('/v1/roles', {
  body: { person: subject, role: 'analyst', from: today, to: null, reason: 'a client' },
});
const grant = given.data?.role.id ?? 'none';

const feeds = await administrator.GET('/v1/feeds');
const [arrests] = feeds.data?.feeds.filter(({ feed }) => feed === 'arrests') ?? [];
const file = { feed: 'arrests', name: arrests?.newest?.name ?? 'none' };

const answers = {
  health: await client.GET('/v1/health'),
  openapi: await client.GET('/v1/openapi.json'),
  me: await client.GET('/v1/me'),
  metrics: await client.GET('/v1/metrics'),
  methodology: await client.GET('/v1/methodology'),
  freshness: await client.GET('/v1/freshness'),
  orgUnits: await client.GET('/v1/org-units'),
  orgUnit: await client.GET('/v1/org-units/{unit}', { params: { path: { unit } } }),
  orgUnitMembers: await client.GET('/v1/org-units/{unit}/members', { params: { path: { unit } } }),
  people: await client.GET('/v1/people', { params: { query: { q: 'an' } } }),
  person: await client.GET('/v1/people/{person}', { params: { path: { person: subject } } }),
  personReports: await client.GET('/v1/people/{person}/reports', { params: { path: { person: viewer } } }),
  personProductivity: await client.GET('/v1/people/{person}/productivity', { params: { path: { person: subject } } }),
  unitProductivity: await client.GET('/v1/org-units/{unit}/productivity', { params: { path: { unit }, query: range } }),
  unitProductivityPeople: await client.GET('/v1/org-units/{unit}/productivity/people', { params: { path: { unit } } }),
  unitVariation: await client.GET('/v1/org-units/{unit}/productivity/variation', {
    params: { path: { unit: 'FORCE' }, query: { metric: 'incidentsAttended' } },
  }),
  comparison: await client.GET('/v1/productivity/comparison', {
    params: { query: { metric: 'incidentsAttended', type: 'TEAM', within: 'FORCE' } },
  }),
  peerGroups: await client.GET('/v1/peer-groups'),
  personRecords: await client.GET('/v1/people/{person}/productivity/records', {
    params: { path: { person: subject }, query: { date: back(2) } },
  }),
  personProductivityDays: await client.GET('/v1/people/{person}/productivity/days', {
    params: { path: { person: subject }, query: range },
  }),
  unitProductivityDays: await client.GET('/v1/org-units/{unit}/productivity/days', {
    params: { path: { unit: smallUnit }, query: range },
  }),
  comparisonPeople: await client.GET('/v1/productivity/comparison/people', {
    params: { query: { metric: 'arrests', person: subject } },
  }),
  personAvailability: await client.GET('/v1/people/{person}/availability', {
    params: { path: { person: subject }, query: range },
  }),
  availabilityExplanation: await client.GET('/v1/people/{person}/availability/{date}/explanation', {
    params: { path: { person: subject, date: back(2) } },
  }),
  spanAvailability: await client.GET('/v1/me/span/availability'),
  unitAvailability: await client.GET('/v1/org-units/{unit}/availability', { params: { path: { unit } } }),
  unitAvailabilityPeople: await client.GET('/v1/org-units/{unit}/availability/people', { params: { path: { unit } } }),
  unitEstablishment: await client.GET('/v1/org-units/{unit}/establishment', { params: { path: { unit } } }),
  unitDemand: await client.GET('/v1/org-units/{unit}/demand', { params: { path: { unit: 'FORCE' }, query: range } }),
  feeds,
  drops: await administrator.GET('/v1/drops', { params: { query: { feed: 'arrests' } } }),
  drop: await administrator.GET('/v1/drops/{feed}/{name}', { params: { path: file } }),
  dropRejections: await administrator.GET('/v1/drops/{feed}/{name}/rejections', { params: { path: file } }),
  covers: await client.GET('/v1/me/covers'),
  nameCover: named,
  withdrawCover: await client.DELETE('/v1/me/covers/{cover}', {
    params: { path: { cover: named.data?.cover.id ?? 'none' } },
  }),
  pairings: await client.GET('/v1/people/{person}/pairings', { params: { path: { person: subject }, query: { date: today } } }),
  pair: await client.POST('/v1/people/{person}/pairings', {
    params: { path: { person: subject } },
    body: { date: today, partner: null, reason: 'a client' },
  }),
  availabilityViews: await client.GET('/v1/me/availability-views'),
  accessDecision: await client.GET('/v1/access-decisions', { params: { query: { subject } } }),
  roles: await administrator.GET('/v1/roles'),
  giveRole: given,
  approveRole: await auditor.POST('/v1/roles/{grant}/approval', { params: { path: { grant } }, body: {} }),
  endRole: await administrator.DELETE('/v1/roles/{grant}', { params: { path: { grant } } }),
};

// What the types promise is there; a list may also come as the text of a CSV file.
const span = typeof answers.spanAvailability.data === 'object' ? answers.spanAvailability.data : undefined;
const typed: { advisory: true | undefined; people: number | undefined; deployable: readonly string[] | undefined } = {
  advisory: answers.me.data?.meta.advisory,
  people: span?.people,
  deployable: span?.deployable,
};
process.stdout.write(
  `${JSON.stringify({
    typed,
    statuses: Object.fromEntries(
      Object.entries(answers).map(([id, { response, error }]) => [
        id,
        `${response.status}${error === undefined ? '' : ` ${error.code}`}`,
      ]),
    ),
  })}\n`,
);
