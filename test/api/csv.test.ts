import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import { COUNT_METRICS } from '../../lib/vocabulary.ts';
import { type AskInMemory, memoryApi } from '../../local/memory/api.ts';
import { memoryForce } from '../../local/memory/force.ts';
import { copyDays } from './copied-days.ts';
import { withRows } from './rows.ts';

const WORLD = { people: 60, days: 12, end: '2026-11-12', seed: 7 } as const;
const [CONSTABLE, SERGEANT, INSPECTOR, ADMINISTRATOR] = ['100008', '100006', '100005', '100051'];
/** Of the sergeant, and everything that CSV has to quote. */
const NAME = 'Quo"te, and comma';

// biome-ignore lint/suspicious/noExplicitAny: the answer of any route
type Answer = any;
type CsvRoute = Extract<(typeof ROUTES)[number], { readonly csv: true }>['id'];
interface Case {
  readonly who: string;
  readonly path: string;
  /** The columns, and the same rows from the JSON. */
  readonly columns: readonly string[];
  readonly rows: (json: Answer) => readonly (readonly unknown[])[];
}

const RANGE = 'from=2026-11-02&to=2026-11-14';
const person = ['person', 'name', 'type', 'rank'];
const personOf = (one: Answer) => [one.id, one.name, one.type, one.rank];
const figures = [...COUNT_METRICS, 'responseMedian', 'responseP90', 'responseN'];
const figuresAt = ({ counts, responseTime }: Answer, at: number) => [
  ...COUNT_METRICS.map((metric) => counts[metric].value[at]),
  ...[responseTime.median[at], responseTime.p90[at], responseTime.n[at]],
];
const unitColumns = ['date', 'officers', ...figures, 'visibleMinutes'];
const unitRows = (json: Answer) =>
  json.dates.map((date: string, at: number) => [date, json.officers[at], ...figuresAt(json, at), json.visibility.minutes[at]]);
const funnel = ({ id, name, count, expected, inner, outer }: Answer) => [
  ...[id, name, count, expected, inner.lower, inner.upper, outer.lower, outer.upper],
];
const brief = ['person', 'name', 'unit', 'relation', 'status', 'reasons', 'limits', 'student', 'daysToExpiry', 'score'];
const briefOf = (one: Answer) => [
  ...[one.person, one.name, one.unit, one.relation, one.status, one.reasons.join(' '), one.limits.join(' '), one.student],
  ...[one.daysToExpiry, one.score?.closeness ?? null],
];

const CASES: Readonly<Record<CsvRoute, Case>> = {
  orgUnits: {
    who: CONSTABLE,
    path: '/v1/org-units',
    columns: ['code', 'name', 'type', 'parent'],
    rows: ({ units }) => units.map((one: Answer) => [one.code, one.name, one.type, one.parent]),
  },
  orgUnitMembers: {
    who: CONSTABLE,
    path: '/v1/org-units/A01/members',
    columns: [...person, 'kind', 'from', 'to'],
    rows: ({ members }) => members.map((one: Answer) => [...personOf(one), one.kind, one.from, one.to]),
  },
  people: {
    who: CONSTABLE,
    path: '/v1/people?q=quo',
    columns: ['person', 'name', 'type'],
    rows: ({ people }) => people.map((one: Answer) => [one.id, one.name, one.type]),
  },
  personReports: {
    who: CONSTABLE,
    path: `/v1/people/${INSPECTOR}/reports`,
    columns: [...person, 'post'],
    rows: ({ people }) => people.map((one: Answer) => [...personOf(one), one.post]),
  },
  personProductivity: {
    who: CONSTABLE,
    path: `/v1/people/${SERGEANT}/productivity`,
    columns: ['start', 'end', ...figures],
    rows: (json) => json.starts.map((start: string, at: number) => [start, json.ends[at], ...figuresAt(json, at)]),
  },
  unitProductivity: {
    who: CONSTABLE,
    path: `/v1/org-units/A01/productivity?${RANGE}&window=7`,
    columns: unitColumns,
    rows: unitRows,
  },
  unitProductivityPeople: {
    who: CONSTABLE,
    path: '/v1/org-units/A01-RES-1/productivity/people',
    columns: ['person', 'name', ...COUNT_METRICS, 'responseMedian', 'responseN'],
    rows: ({ people }) =>
      people.map((one: Answer) => [
        ...[one.id, one.name, ...COUNT_METRICS.map((metric) => one.counts[metric])],
        ...[one.responseMedian, one.responseN],
      ]),
  },
  unitVariation: {
    who: CONSTABLE,
    path: '/v1/org-units/FORCE/productivity/variation?metric=arrests',
    columns: ['start', 'value', 'mean', 'lower', 'upper', 'signals'],
    rows: (json) =>
      json.starts.map((start: string, at: number) => [
        ...[start, json.values[at], json.mean, json.lower, json.upper, json.signals[at].join(' ')],
      ]),
  },
  comparison: {
    who: CONSTABLE,
    path: '/v1/productivity/comparison?metric=positiveOutcomes&type=TEAM&within=FORCE',
    columns: [
      ...['unit', 'name', 'count', 'expected', 'lower95', 'upper95', 'lower998', 'upper998'],
      ...['outcomes', 'positiveShare', 'expectedShare'],
    ],
    rows: ({ rows }) =>
      rows.map((row: Answer) => [...funnel(row), row.positiveShare.n, row.positiveShare.share, row.positiveShare.expected]),
  },
  peerGroups: {
    who: CONSTABLE,
    path: '/v1/peer-groups',
    columns: ['group', 'family', 'rank', 'band', 'officers'],
    rows: ({ groups }) => groups.map((one: Answer) => [one.group, one.family, one.rank, one.band, one.n]),
  },
  personRecords: {
    who: SERGEANT,
    path: `/v1/people/100011/productivity/records?date=2026-11-04`,
    columns: ['metric', 'feed', 'key', 'at', 'file'],
    rows: ({ records }) => records.map((one: Answer) => [one.metric, one.feed, one.key, one.at, one.file]),
  },
  personProductivityDays: {
    who: SERGEANT,
    path: `/v1/people/${CONSTABLE}/productivity/days?${RANGE}`,
    columns: ['date', ...figures],
    rows: (json) => json.dates.map((date: string, at: number) => [date, ...figuresAt(json, at)]),
  },
  unitProductivityDays: {
    who: '100057',
    path: `/v1/org-units/A01-CUS-1/productivity/days?${RANGE}`,
    columns: unitColumns,
    rows: unitRows,
  },
  comparisonPeople: {
    who: '100020',
    path: '/v1/productivity/comparison/people?metric=arrests',
    columns: ['person', 'name', 'count', 'expected', 'workingMinutes'],
    rows: ({ own }) => own.map((one: Answer) => [one.id, one.name, one.count, one.expected, one.workingMinutes]),
  },
  personAvailability: {
    who: SERGEANT,
    path: `/v1/people/100010/availability?${RANGE}`,
    columns: ['date', 'status', 'reasons', 'limits', 'score', 'workAvailability', 'daysToExpiry'],
    rows: (json) =>
      json.days.map((day: Answer) => [
        ...[day.date, day.status, day.reasons.join(' '), day.limits.join(' '), day.score?.closeness ?? null],
        ...[day.workAvailability, day.daysToExpiry],
      ]),
  },
  spanAvailability: {
    who: INSPECTOR,
    path: '/v1/me/span/availability?at=2026-11-05',
    columns: brief,
    rows: ({ list }) => list.map(briefOf),
  },
  unitAvailabilityPeople: {
    who: INSPECTOR,
    path: '/v1/org-units/A01-RES/availability/people?date=2026-11-05&order=score',
    columns: brief,
    rows: ({ people }) => people.map(briefOf),
  },
  availabilityViews: {
    who: CONSTABLE,
    path: '/v1/me/availability-views',
    columns: ['at', 'viewer', 'name', 'relation', 'what', 'from', 'to', 'fields'],
    rows: ({ views }) =>
      views.map((one: Answer) => [
        ...[one.at, one.viewer.id, one.viewer.name, one.relation, one.what, one.from, one.to, one.fields],
      ]),
  },
  unitDemand: {
    who: CONSTABLE,
    path: `/v1/org-units/FORCE/demand?${RANGE}`,
    columns: ['date', 'P1', 'P2', 'P3', 'selfInitiated'],
    rows: (json) =>
      json.dates.map((date: string, at: number) => [
        date,
        ...['P1', 'P2', 'P3'].map((grade) => json.byGrade[grade][at]),
        json.selfInitiated[at],
      ]),
  },
  drops: {
    who: ADMINISTRATOR,
    path: '/v1/drops?feed=incidents',
    columns: ['name', 'extractTime', 'state', 'counts', 'reason', 'inFile', 'accepted', 'rejected', 'outOfScope', 'duplicate'],
    rows: ({ drops }) =>
      drops.map(({ name, extractTime, state, counts, reason, rows }: Answer) => [
        ...[name, extractTime, state, counts ? 'yes' : 'no', reason?.code],
        ...[rows.inFile, rows.accepted, rows.quarantined, rows.outOfScope, rows.duplicate],
      ]),
  },
  dropRejections: {
    who: ADMINISTRATOR,
    path: '/v1/drops/incidents/incidents_20261112T090000Z.csv/rejections',
    columns: ['line', 'code', 'column', 'message', 'value', 'allowed'],
    rows: ({ rows }) =>
      rows.flatMap(({ line, issues }: Answer) =>
        issues.map((one: Answer) => [line, one.code, one.column, one.message, one.value, one.allowed]),
      ),
  },
  roles: {
    who: ADMINISTRATOR,
    path: '/v1/roles',
    columns: ['id', 'person', 'name', 'role', 'from', 'to', 'state', 'givenBy', 'approvedBy'],
    rows: ({ roles }) =>
      roles.map((one: Answer) => [
        ...[one.id, one.person, one.name, one.role, one.from, one.to, one.state, one.givenBy, one.approvedBy],
      ]),
  },
};

describe('CSV has the values of the JSON, as RFC 4180 writes them', { timeout: 600_000 }, () => {
  let ask: AskInMemory;
  beforeAll(async () => {
    const memory = memoryForce(atLocalTime('2026-11-13', '10:00'));
    await memory.publish(
      withRows([...demoFiles(WORLD)], {
        incidents: (rows) => rows.map((row, at) => (at === 0 ? { ...row, created_at: 'yesterday' } : row)),
        people: (rows) => rows.map((row) => (row.employee_no === SERGEANT ? { ...row, surname: NAME } : row)),
      }),
    );
    const role = { kind: 'role', id: 'r', person: ADMINISTRATOR, role: 'administrator', from: '2026-01-01', to: null };
    const given = { givenBy: '100001', givenAt: '2026-11-01T08:00:00Z', approvedBy: '100002', reason: 'A test.', endedAt: null };
    await memory.tables.trust.put({ pk: `GRANTS#${ADMINISTRATOR}`, sk: 'ROLE#r', rev: 1, ...role, ...given });
    await memory.tables.trust.put({ pk: 'ROLES', sk: 'r', rev: 1, person: ADMINISTRATOR });
    // A chart needs weeks.
    await copyDays(memory, '2026-11-02', 100, ['U#FORCE']);
    ask = memoryApi(memory);
    // Something to be seen in the list of looks.
    await ask(`dir-${SERGEANT}`, `/v1/people/${CONSTABLE}/availability?${RANGE}`);
  }, 600_000);

  it('on every route that says so', () => {
    const routes = ROUTES.flatMap((route) => ('csv' in route ? [route.id] : []));
    expect(Object.keys(CASES).toSorted()).toEqual(routes.toSorted());
  });

  it.each(Object.entries(CASES))('%s', async (_, { who, path, columns, rows }) => {
    const json = await ask(`dir-${who}`, path);
    const csv = await ask(`dir-${who}`, { path, headers: { accept: 'text/csv' } });
    expect([json.statusCode, csv.statusCode], json.body).toEqual([200, 200]);
    expect(csv.headers?.['content-type']).toBe('text/csv; charset=utf-8; header=present');
    // Strict: a line ends with CR LF and nothing else, quotes are doubled, and every line has as many fields.
    const [header, ...found] = parse(csv.body, { record_delimiter: '\r\n', relax_quotes: false }) as string[][];
    expect(csv.body.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(header).toEqual(columns);
    const wanted = rows(JSON.parse(json.body)).map((row) =>
      row.map((value) => (value === null || value === undefined ? '' : String(value))),
    );
    expect(wanted.length).toBeGreaterThan(0);
    expect(found).toEqual(wanted);
  });

  it('a name with a quote and a comma comes back whole', async () => {
    const { body } = await ask(`dir-${CONSTABLE}`, { path: '/v1/people?q=quo', headers: { accept: 'text/csv' } });
    expect(body).toContain('"Quo""te, and comma, ');
    expect(parse(body, { columns: true })).toContainEqual(expect.objectContaining({ name: expect.stringContaining(NAME) }));
  });
});
