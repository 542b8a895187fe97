/** Officers: what each led and took part in; whether the metric applies by the role of the first posting. */
export const PERSON_COUNTS = `
  select o.person, m.metric,
    count(distinct p.event) filter (where p.led)::int as led,
    case when exists (select 1 from role_metrics r where r.role = o.role and r.metric = m.metric) then '' else 'notApplicable' end as reason,
    count(distinct p.event) filter (where not p.led)::int as assists
  from officers o cross join (select distinct metric from role_metrics where metric not in ('responseTime', 'visibility')) m
    left join parts p on p.person = o.person and p.metric = m.metric and p.day = getvariable('day')
  group by all`;

/** Units: distinct events of the group's date in three parts, and participations of the day. Everything is the force's. */
export const UNIT_COUNTS = `
  with placed as (
    select p.*, a.unit from parts p join above a on a.team = p.team where a.unit <> 'FORCE' union all select *, 'FORCE' from parts),
  events as (
    select metric, unit, event, bool_or(coalesce(type = 'OFFICER', false)) as officer, bool_or(type is not null) as known
    from placed where led and event_day = getvariable('day') group by all),
  taken as (
    select metric, unit, count(distinct (event, person)) filter (where led) as led, count(distinct (event, person)) filter (where not led) as assists
    from placed where day = getvariable('day') group by all)
  select m.metric, u.unit, count(e.event)::int, count(e.event) filter (where officer)::int, count(e.event) filter (where not officer and known)::int,
    count(e.event) filter (where not known)::int, coalesce(any_value(t.led), 0)::int, coalesce(any_value(t.assists), 0)::int
  from units u cross join (select distinct metric from role_metrics where metric not in ('responseTime', 'visibility')) m
    left join events e on e.unit = u.unit and e.metric = m.metric left join taken t on t.unit = u.unit and t.metric = m.metric
  group by all`;

/** Minute by minute of working duty: those under a visible status, and those in a gap of over two hours between statuses. */
const SEEN = `
  minutes as (select person, unnest(generate_series(s, e - interval 1 minute, interval 1 minute)) as minute
    from segments where day = getvariable('day') and class = 'working'),
  ends as (
    select person, s, coalesce(max(e) over (partition by person order by s rows between unbounded preceding and 1 preceding), timestamp '2000-01-01') as before
    from statuses
    union all select person, timestamp '2999-01-01', max(e) from statuses group by person),
  told as (select o.person, o.role, m.minute,
      exists (select 1 from statuses st where st.person = o.person and st.visible and st.s <= m.minute and m.minute < st.e) as visible,
      not exists (select 1 from statuses st where st.person = o.person)
        or exists (select 1 from ends g where g.person = o.person and g.before <= m.minute and m.minute < g.s
          and date_diff('minute', g.before, g.s) > 120) as unknown
    from officers o left join minutes m using (person)),
  seen as (select person, exists (select 1 from role_metrics r where r.role = any_value(told.role) and r.metric = 'visibility') as applies,
      exists (select 1 from statuses st where st.person = told.person) as spoke,
      count(minute) filter (where visible)::int as minutes, count(minute) filter (where unknown)::int as unknown_minutes from told group by person)`;

export const PERSON_VISIBILITY = `
  with ${SEEN}
  select person, case when applies then minutes else -1 end, case when applies then unknown_minutes else -1 end,
    case when applies then '' else 'notApplicable' end from seen`;

/** What was seen counts whatever the role; silence only where a radio is expected or was used. */
export const UNIT_VISIBILITY = `
  with ${SEEN},
  duty_teams as (select person, any_value(team) as named from segments where day = getvariable('day') and class = 'working' group by person),
  members as (select distinct o.person, a.unit from officers o join duty_teams d using (person)
    join above a on a.team = case when list_contains(o.own, d.named) then d.named else o.own[1] end)
  select u.unit, coalesce(sum(s.minutes), 0)::int, coalesce(sum(s.unknown_minutes) filter (where s.applies or s.spoke), 0)::int
  from units u left join members m on m.unit = u.unit left join seen s on s.person = m.person group by all`;
