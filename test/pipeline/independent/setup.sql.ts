import { readFileSync } from 'node:fs';

/**
 * The raw files as tables, and what every figure stands on: rows by their highest version, the newest extract of a
 * snapshot, codes from the policy's constants, events to duties by interval joins. In November London is UTC, so a
 * duty day is the date of the instant less seven hours. The day that is asked for is the variable `day`.
 */
const POLICY = JSON.parse(readFileSync(new URL('../../../config/demo/policies.json', import.meta.url), 'utf8'))[0] as {
  dutyClasses: Record<string, string>;
  absenceClasses: Record<string, string>;
  statusClasses: Record<string, string>;
  positiveOutcomes: { paper: string[] };
  roleProfiles: Record<
    string,
    { metrics: string[]; responder: boolean; gateCourses: string[]; criticalCourses: string[]; coreSkills: string[] }
  >;
};

const values = (rows: readonly (readonly (string | boolean)[])[]) =>
  rows.map((row) => `(${row.map((cell) => (typeof cell === 'string' ? `'${cell}'` : String(cell))).join(', ')})`).join(', ');
const profiles = Object.entries(POLICY.roleProfiles);

const CODES = `
  create table duty_classes(code, class) as from (values ${values(Object.entries(POLICY.dutyClasses))});
  create table absence_classes(code, class) as from (values ${values(Object.entries(POLICY.absenceClasses))});
  create table status_classes(code, class) as from (values ${values(Object.entries(POLICY.statusClasses))});
  create table positive_codes(code) as from (values ${values(POLICY.positiveOutcomes.paper.map((code) => [code]))});
  create table roles(role, responder) as from (values ${values(profiles.map(([role, { responder }]) => [role, responder]))});
  create table role_metrics(role, metric) as from (values ${values(
    profiles.flatMap(([role, { metrics }]) => metrics.map((metric) => [role, metric])),
  )});
  create table role_courses(role, course, kind) as from (values ${values(
    profiles.flatMap(([role, { gateCourses, criticalCourses, coreSkills }]) => [
      ...gateCourses.map((course) => [role, course, 'gate']),
      ...criticalCourses.filter((course) => !gateCourses.includes(course)).map((course) => [role, course, 'critical']),
      ...coreSkills.map((course) => [role, course, 'skill']),
    ]),
  )});
`;

const feeds = (folder: string) => {
  const csv = (feed: string) =>
    `read_csv('${folder}/*/${feed}/*.csv', all_varchar = true, header = true, filename = true, quote = '"')`;
  const extract = (feed: string) => `(select * from ${csv(feed)} qualify filename = max(filename) over ())`;
  const newest = (feed: string, key: string) => `(select * from (
    select * from ${csv(feed)} qualify row_number() over (partition by ${key} order by updated_at desc) = 1) where deleted_at is null)`;
  const open = (column: string) => `coalesce(${column}::timestamp, timestamp '9999-01-01')`;
  return `
  create table people as
    select employee_no as person, person_type as type, service_start::date as service_start, force_start::date as joined,
      leave_date::date as leaves, fte::double as fte
    from ${extract('people')};
  create table units as select unit_code as unit, unit_type as type, parent_code as parent from ${extract('units')};
  create table posts as
    select position_id as post, team_code as team, role_code as role, established_fte::double as fte, status from ${extract('positions')};
  create table postings as
    select employee_no as person, team_code as team, position_id as post, kind, primary_flag = 'Y' as own, fte_split::double as split,
      effective_from::date as since, coalesce(effective_to::date, date '9999-12-31') as until, po.role
    from ${extract('assignments')} a left join posts po on po.post = a.position_id;
  create table training as
    select employee_no as person, course_code as course, achieved_on::date as achieved,
      coalesce(extended_to, expires_on, '9999-12-31')::date as valid_to, result
    from ${extract('training')};
  create table restrictions as
    select employee_no as person, deploy_effect as effect, start_on::date as s, coalesce(end_on::date, date '9999-12-31') as e
    from ${extract('restrictions')};
  create table effects as
    select employee_no as person, duty_effect as effect, from_at::timestamp as s, ${open('to_at')} as e from ${extract('duty-effects')};
  create table students as
    select employee_no as person, phase, from_at::timestamp as s, ${open('to_at')} as e from ${extract('students')};
  create table tutors as
    select student_no as student, tutor_no as tutor, from_at::timestamp as s, ${open('to_at')} as e from ${extract('tutors')};
  create table absences as
    select employee_no as person, absence_code as code, class, start_at::timestamp as s, ${open('end_at')} as e
    from ${extract('absences')} a join absence_classes c on c.code = a.absence_code;
  create table segments as
    select employee_no as person, duty_date::date as day, class, team_code as team, paired_with_no as paired, break_mins::double as pause,
      coalesce(actual_start, planned_start)::timestamp as s, coalesce(actual_end, planned_end)::timestamp as e,
      planned_start::timestamp as ps, planned_end::timestamp as pe
    from ${newest('duties', 'employee_no, duty_date, segment_no')} d join duty_classes c on c.code = d.duty_code
    where regexp_full_match(segment_no, '[0-9]+') and status <> 'X';
  create table statuses as
    select employee_no as person, class = 'visible' as visible, callsign, from_at::timestamp as s, coalesce(to_at::timestamp,
      least(from_at::timestamp + interval 120 minute, lead(from_at::timestamp) over (partition by employee_no order by from_at))) as e
    from ${newest('statuses', 'employee_no, from_at')} r join status_classes c on c.code = r.status_code;
  create table incidents as
    select incident_no as no, merged_into, area_code as area, origin_code = 'OFFICER' as self_initiated, created_at::timestamp as created,
      initial_grade, final_grade, graded_at::timestamp as graded
    from ${newest('incidents', 'incident_no')};
  create table attendances as select * from ${newest('attendances', 'incident_no, coalesce(employee_no, callsign), despatched_at')};
  create table arrests as select * from ${newest('arrests', 'arrest_id, officer_no')};
  create table searches as select * from ${newest('stop-searches', 'search_id, officer_no')};
  create table force_reports as select * from ${newest('force-reports', 'report_id')};
  create table intelligence as select * from ${newest('intelligence-reports', 'report_id')};
  create table outcomes as select * from ${newest('outcomes', 'crime_no, outcome_seq')};
`;
};

/**
 * Events by person and instant, credited to a duty date; a log merged into another is that other one; whoever is
 * under the callsign of a crew, or under one that stands alone, was there. The method names only cancelled crimes: a transferred one is left out
 * as well, for it is another force's.
 */
const EVENTS = `
  create table roots as
    with recursive chain(no, root) as (
      select no, no from incidents
      union select c.no, i.merged_into from chain c join incidents i on i.no = c.root where i.merged_into is not null)
    select no, root from chain c where not exists (select 1 from incidents i where i.no = c.root and i.merged_into is not null);
  create table despatches as
    with sent as (
      select coalesce(r.root, a.incident_no) as incident, a.employee_no as named, a.callsign, a.crew_type, a.despatched_at::timestamp as t,
        grade_at_despatch as grade, enroute_at::timestamp as enroute, arrived_at::timestamp as arrived, stood_down_at::timestamp as stood_down
      from attendances a left join roots r on r.no = a.incident_no),
    crews as (
      select s.*, st.person from sent s join statuses st on st.callsign = s.callsign and st.s <= s.t and s.t < st.e
        where s.named is null or s.crew_type in ('DOUBLE', 'MULTI'))
    select incident, named as person, t, grade, enroute, arrived, stood_down from sent where named is not null
    union select incident, person, t, grade, enroute, arrived, stood_down from crews
    union select incident, null, t, grade, enroute, arrived, stood_down from sent s
      where named is null and not exists (select 1 from crews c where c.incident = s.incident and c.callsign = s.callsign and c.t = s.t);
  create table raw_events(metric, event, person, led, t) as
    select 'arrests', arrest_id, officer_no, role = 'ARRESTING', arrested_at::timestamp from arrests
    union all select 'stopSearches', search_id, officer_no, role = 'LEAD', searched_at::timestamp from searches
    union all select 'useOfForce', report_id, officer_no, true, used_at::timestamp from force_reports
    union all select 'intelligenceReports', report_id, submitter_no, true, submitted_at::timestamp from intelligence
      where state not in ('REJECTED', 'DUPLICATE')
    union all select 'incidentsAttended', incident, person, true, t from despatches where arrived is not null;

  create table credits as
    select i.person, i.t, coalesce(g.day, (i.t - interval 7 hour)::date) as day, g.team as named
    from (select person, t from raw_events union select person, t from despatches) i left join segments g
      on g.person = i.person and g.class in ('working', 'committed')
        and i.t >= g.s - interval 60 minute and i.t <= g.e + interval 120 minute
    qualify row_number() over (partition by i.person, i.t order by not coalesce(g.s <= i.t and i.t < g.e, false),
      least(abs(epoch(g.s) - epoch(i.t)), abs(epoch(g.e) - epoch(i.t))), g.s) = 1;
  create table counted as
    select e.*, c.day, c.named from raw_events e join credits c on c.person is not distinct from e.person and c.t = e.t
    union all
    select m.metric, crime_no, oic_no, true, null, outcome_date::date, team_code_at_outcome
    from outcomes o cross join (values ('outcomes'), ('positiveOutcomes')) m(metric)
    where outcome_code is not null and outcome_code <> '0' and recorded_status = 'CRIME' and reversed_at is null
      and (m.metric = 'outcomes' or outcome_code in (select code from positive_codes));

  create table teams as
    with ordered as (
      select d.day, p.*, row_number() over (partition by d.day, person order by own desc, kind = 'SUBSTANTIVE', since desc) as place
      from postings p join (select distinct day from segments) d on p.since <= d.day and d.day < p.until)
    select person, day, list(team order by place) as own, any_value(role) filter (where place = 1) as role from ordered group by all;
  create table parts as
    select c.metric, c.event, c.person, c.led, c.day, p.type,
      case when c.metric in ('outcomes', 'positiveOutcomes') and exists (select 1 from units u where u.unit = c.named) then c.named
        when list_contains(w.own, c.named) then c.named else w.own[1] end as team,
      min(case when c.led then c.day end) over (partition by c.metric, c.event) as event_day
    from counted c left join people p using (person) left join teams w on w.person = c.person and w.day = c.day;
  create table above as
    with recursive line(team, unit) as (
      select unit, unit from units
      union all select l.team, u.parent from line l join units u on u.unit = l.unit where u.parent is not null)
    select * from line;
  create view officers as
    select p.person, w.role, w.own from people p left join teams w on w.person = p.person and w.day = getvariable('day')
    where p.type = 'OFFICER' and p.joined <= getvariable('day') and coalesce(p.leaves > getvariable('day'), true);
`;

export const setupSql = (folder: string): string => CODES + feeds(folder) + EVENTS;
