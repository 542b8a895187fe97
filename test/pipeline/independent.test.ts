import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import type { Generation } from '../../lib/generation/generation.ts';
import { type DemoRun, runDemo } from '../../local/demo-run.ts';
import { allPointers, readGeneration } from '../../local/summary.ts';

const WORLD = { people: 200, days: 6, end: '2026-11-20', seed: 5 };
const DAY = '2026-11-18';

/**
 * The figures of one day a second time, from the raw files, in SQL that shares nothing with the product: rows by their
 * highest version, events to duties by interval joins, absences minute by minute, TOPSIS written out. In November London
 * is UTC, so a duty day is the date of the instant less seven hours.
 */
const SETUP = `
  create view duty_rows as select * from (
    select *, row_number() over (partition by employee_no, duty_date, segment_no order by updated_at desc) as newest
    from read_csv('$FOLDER/mytime/duties/*.csv', all_varchar = true, header = true)
    where regexp_full_match(segment_no, '[0-9]+') and duty_code <> 'BREAKFAST'
  ) where newest = 1;
  create view segments as select employee_no as person, duty_date::date as day, segment_no, duty_code, team_code, break_mins::double as pause,
      coalesce(actual_start, planned_start)::timestamp as s, coalesce(actual_end, planned_end)::timestamp as e,
      planned_start::timestamp as ps, planned_end::timestamp as pe
    from duty_rows where duty_code in ('EARLY', 'LATE', 'NIGHT', 'DAY', 'COURT', 'TRG');
  create view events as
    select 'arrests' as metric, arrest_id as event, officer_no as person, role = 'ARRESTING' as led, arrested_at::timestamp as t from (
      select *, row_number() over (partition by arrest_id, officer_no order by updated_at desc) as newest from read_csv('$FOLDER/connect/arrests/*.csv', all_varchar = true, header = true)) where newest = 1
    union all
    select 'stopSearches', search_id, officer_no, role = 'LEAD', searched_at::timestamp from (
      select *, row_number() over (partition by search_id, officer_no order by updated_at desc) as newest from read_csv('$FOLDER/connect/stop-searches/*.csv', all_varchar = true, header = true)) where newest = 1;
  create view newest_people as select * from read_csv('$FOLDER/fusion/people/*.csv', all_varchar = true, header = true, filename = true) qualify filename = max(filename) over ();
  create view newest_posts as select * from read_csv('$FOLDER/fusion/positions/*.csv', all_varchar = true, header = true, filename = true) qualify filename = max(filename) over ();
  create view newest_places as select * from read_csv('$FOLDER/fusion/assignments/*.csv', all_varchar = true, header = true, filename = true) qualify filename = max(filename) over ();
  create view newest_units as select * from read_csv('$FOLDER/fusion/units/*.csv', all_varchar = true, header = true, filename = true) qualify filename = max(filename) over ();
  create view newest_training as select * from read_csv('$FOLDER/fusion/training/*.csv', all_varchar = true, header = true, filename = true) qualify filename = max(filename) over ();
  create view newest_absences as select * from read_csv('$FOLDER/mytime/absences/*.csv', all_varchar = true, header = true, filename = true) qualify filename = max(filename) over ();
  create view candidates as
    select e.*, s.day, case when t >= s and t < e then 0 when t < s then date_diff('second', t, s) / 60.0 else greatest(date_diff('second', e, t) / 60.0, 1e-9) end as distance, s.s as starts
    from events e join segments s on s.person = e.person and t >= s.s - interval 60 minute and t <= s.e + interval 120 minute;
  create view credited as
    select metric, event, person, led, coalesce(first(day order by distance, starts), any_value((t - interval 7 hour)::date)) as day
    from (select e.metric, e.event, e.person, e.led, e.t, c.day, c.distance, c.starts from events e left join candidates c using (metric, event, person)) group by all;
  create view grouped as select *, min(case when led then day end) over (partition by metric, event) as event_day from credited;
`;

const PERSONS = `
  select p.employee_no, m.metric, count(distinct case when g.led then g.event end)::int, count(distinct case when not g.led then g.event end)::int
  from newest_people p cross join (values ('arrests'), ('stopSearches')) m(metric) left join grouped g on g.person = p.employee_no and g.metric = m.metric and g.day = $1::date
  where p.person_type = 'OFFICER' and p.force_start <= $1 and coalesce(p.leave_date, '9999') > $1 group by all`;

const UNITS = `
  with recursive above as (
    select unit_code as team, unit_code as unit from newest_units
    union all select a.team, u.parent_code from above a join newest_units u on u.unit_code = a.unit where u.parent_code is not null and u.parent_code <> ''
  ), placed as (select g.*, pl.team_code as team from grouped g left join newest_places pl on pl.employee_no = g.person)
  select m.metric, u.unit_code,
    count(distinct case when g.led and g.event_day = $1::date then g.event end)::int,
    count(distinct case when g.led and g.day = $1::date then g.event || ' ' || g.person end)::int
  from newest_units u cross join (values ('arrests'), ('stopSearches')) m(metric)
  left join (select p.*, a.unit from placed p join above a on a.team = p.team union all select p.*, 'FORCE' from placed p where p.team is null) g on g.metric = m.metric and g.unit = u.unit_code group by all`;

/** Closeness of whoever is on duty, trained in the gate courses and an officer; null courses count as not held. */
const SCORES = `
  with shift as (select * from segments where day = $1::date),
  minutes as (select person, segment_no, pause, ps, pe, unnest(generate_series(ps, pe - interval 1 minute, interval 1 minute)) as minute from shift),
  away as (
    select employee_no as person, start_at::timestamp as s, coalesce(nullif(end_at, '')::timestamp, timestamp '9999-01-01') as e, absence_code in ('SICK_S', 'SICK_L') as sick from newest_absences
  ),
  covered as (
    select m.person, m.segment_no, m.pause, m.ps, m.pe, count(*)::double as whole, count(*) filter (where exists (select 1 from away a where a.person = m.person and not a.sick and m.minute >= a.s and m.minute < a.e)
      or exists (select 1 from shift c where c.person = m.person and c.duty_code in ('COURT', 'TRG') and m.minute >= c.ps and m.minute < c.pe))::double as gone
    from minutes m group by all
  ),
  work as (select person, sum(whole * ((whole - pause) / whole)) as expected, sum(gone * ((whole - pause) / whole)) as planned from covered group by person),
  left_over as (
    select s.person, count(*) as working from shift s, lateral (select unnest(generate_series(s.s, s.e - interval 1 minute, interval 1 minute)) as minute)
    where s.duty_code not in ('COURT', 'TRG')
      and not exists (select 1 from away a where a.person = s.person and minute >= a.s and minute < a.e)
      and not exists (select 1 from shift c where c.person = s.person and c.duty_code in ('COURT', 'TRG') and minute >= c.s and minute < c.e)
    group by s.person
  ),
  valid as (select employee_no as person, course_code as course from newest_training where achieved_on <= $1 and expires_on >= $1 and result = 'PASS'),
  needs(role, course, kind) as (values ('RESPONSE', 'TASER', 'c'), ('RESPONSE', 'RESPONSE_DRIVING', 'c'), ('RESPONSE', 'BWV', 's'), ('RESPONSE', 'STOP_SEARCH', 's'), ('RESPONSE', 'MENTAL_HEALTH', 's'),
    ('NEIGHBOURHOOD', 'TASER', 'c'), ('NEIGHBOURHOOD', 'BWV', 's'), ('NEIGHBOURHOOD', 'STOP_SEARCH', 's'), ('NEIGHBOURHOOD', 'PROBLEM_SOLVING', 's'),
    ('INVESTIGATION', 'PIP2', 'c'), ('INVESTIGATION', 'ABE_INTERVIEW', 's'), ('INVESTIGATION', 'DISCLOSURE', 's'), ('CUSTODY', 'CUSTODY_SAFETY', 'c'), ('CUSTODY', 'MENTAL_HEALTH', 's')),
  held as (
    select pl.employee_no as person, count(v.course) filter (where n.kind = 'c')::double / nullif(count(*) filter (where n.kind = 'c'), 0) as c, count(v.course) filter (where n.kind = 's')::double / nullif(count(*) filter (where n.kind = 's'), 0) as s
    from newest_places pl join newest_posts po using (position_id) join needs n on n.role = po.role_code left join valid v on v.course = n.course and v.person = pl.employee_no group by pl.employee_no
  ),
  gate as (select person from valid where course in ('PPST', 'FIRST_AID') group by person having count(*) = 2),
  shares as (
    select p.employee_no as person, w.expected, w.planned,
      coalesce(h.c, 1) as c, coalesce(h.s, 1) as s
    from newest_people p join newest_places pl using (employee_no) join newest_posts po using (position_id) join work w on w.person = p.employee_no join left_over l on l.person = p.employee_no and l.working > 0
      join gate g on g.person = p.employee_no left join held h on h.person = p.employee_no
    where p.person_type = 'OFFICER'
  ),
  u as (select person, (expected - planned) / expected as a, c, s from shares),
  q as (select 0.16 + 0.0625 + 0.0225 + 0.0025 as total),
  d as (select person, sqrt((0.16 * (1 - a) * (1 - a) + 0.0625 * (1 - c) * (1 - c) + 0.0225 * (1 - s) * (1 - s)) / total) as plus, sqrt((0.16 * a * a + 0.0625 * c * c + 0.0225 * s * s + 0.0025) / total) as minus from u, q)
  select person, minus / (minus + plus) from d`;

describe(`the figures of ${DAY} computed a second time from the raw files`, () => {
  let folder: string;
  let run: DemoRun;
  let generation: Generation;
  let query: (sql: string) => Promise<unknown[][]>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'raw-'));
    for (const { key, body } of demoFiles(WORLD)) {
      mkdirSync(dirname(join(folder, key)), { recursive: true });
      writeFileSync(join(folder, key), body);
    }
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(SETUP.replaceAll('$FOLDER', folder));
    query = async (sql) => (await connection.runAndReadAll(sql, [DAY])).getRows() as unknown[][];
    run = await runDemo({ ...WORLD, data: null });
    const pointer = (await allPointers(run.stores)).find(({ date }) => date === DAY);
    generation = await readGeneration(run.stores, DAY, pointer?.generation ?? '');
  });
  afterAll(async () => {
    await run?.cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.join(' ')).sort();

  it('persons: arrests and searches led, and assisted', async () => {
    const published = generation.people.flatMap(({ availability, productivity }) =>
      Object.entries(productivity ?? {}).map(([metric, { value, alsoRecorded, assists }]) => [
        availability.person,
        metric,
        value ?? alsoRecorded,
        assists,
      ]),
    );
    expect(published.some(([, , value]) => Number(value) > 0)).toBe(true);
    expect(sorted(published)).toEqual(sorted(await query(PERSONS)));
  });

  it('teams, departments, areas and the force: distinct events and participations', async () => {
    const published = generation.units.flatMap(({ code, figures }) =>
      Object.entries(figures).map(([metric, { value, participations }]) => [metric, code, value, participations]),
    );
    expect(sorted(published)).toEqual(sorted(await query(UNITS)));
  });

  it('scores: who has one, and each to twelve digits', async () => {
    const published = generation.people.flatMap(({ availability: { person, score } }) =>
      score === null ? [] : [[person, score.closeness] as const],
    );
    const expected = new Map((await query(SCORES)).map(([person, closeness]) => [String(person), Number(closeness)]));
    expect(published.map(([person]) => person).sort()).toEqual([...expected.keys()].sort());
    expect(published.length).toBeGreaterThan(30);
    for (const [person, closeness] of published) expect(closeness).toBeCloseTo(expected.get(person) ?? Number.NaN, 12);
    expect(new Set(published.map(([, closeness]) => closeness)).size).toBeGreaterThan(5);
  });
});
