/** Why there is no response time; null when there is one. The method names no order: what nobody was sent to comes first. */
const LEFT_OUT = `case
    when self_initiated then 'selfInitiated'
    when stood_down is not null and (arrived is null or stood_down < arrived) then 'stoodDown'
    when arrived is null then 'arrivalMissing'
    when abs(epoch(arrived) - epoch(enroute)) <= 30 then 'batchStamped'
    when epoch(arrived) - epoch(since) < -60 or epoch(arrived) - epoch(since) > 24 * 3600 then 'dataError' end`;

/** The own first despatch of each person to each incident that was P1 or P2 at that moment. */
const OWN = `
  own as (
    select *, ${LEFT_OUT} as left_out, greatest(epoch(arrived) - epoch(t), 0)::int as seconds from (
      select d.*, d.t as since, i.self_initiated, c.day,
        coalesce(d.grade, case when i.graded <= d.t then i.final_grade else i.initial_grade end) as at_despatch
      from despatches d join incidents i on i.no = d.incident join credits c on c.person is not distinct from d.person and c.t = d.t
      qualify row_number() over (partition by d.incident, d.person order by d.t) = 1)
    where at_despatch in ('P1', 'P2'))`;

/** The figures of a set of samples: n, median, nearest-rank p90 (both from five), what was left out. */
const FIGURES = `
  count(*) filter (where incident is not null and left_out is null)::int as n,
  case when n >= 5 then median(seconds) filter (where left_out is null) end as median,
  case when n >= 5 then list_sort(list(seconds) filter (where left_out is null))[ceil(n * 0.9)::int] end as p90,
  coalesce(string_agg(left_out, ' ' order by left_out), '') as left_out`;

export const PERSON_RESPONSE = `
  with ${OWN},
  s as (select o.person, coalesce(r.responder, false) as applies, own.* exclude (person) from officers o left join roles r on r.role = o.role
    left join own on own.person = o.person and own.day = getvariable('day') and r.responder)
  select person, any_value(applies) as applies, ${FIGURES},
    coalesce(string_agg(seconds::text, ' ' order by seconds) filter (where left_out is null), '')
  from s group by person`;

/** Teams and departments: incidents at which a member was the first police arrival; a crew arrives as one. */
export const TEAM_RESPONSE = `
  with ${OWN},
  first_arrivals as (
    select incident, person, t from despatches where arrived is not null qualify arrived = min(arrived) over (partition by incident)),
  speaks as (select * from first_arrivals qualify row_number() over (partition by incident order by t, person) = 1),
  samples as (select o.* from own o join speaks using (incident, person, t) where day = getvariable('day')),
  placed as (
    select distinct s.*, a.unit from samples s join first_arrivals f on f.incident = s.incident
    join credits c on c.person = f.person and c.t = f.t join teams w on w.person = f.person and w.day = c.day
    join above a on a.team = case when list_contains(w.own, c.named) then c.named else w.own[1] end),
  s as (select u.unit as of_unit, p.* from units u left join placed p on p.unit = u.unit where u.type in ('TEAM', 'DEPT'))
  select of_unit, ${FIGURES} from s group by of_unit`;

/**
 * Areas and the force: every log of the day it was made on, merged ones as one, from created, or graded if upgraded
 * before the first arrival, to the first arrival of anybody. A log at which nobody arrived has its arrival missing.
 */
export const AREA_RESPONSE = `
  with sent as (
    select incident, min(arrived) as arrived, arg_min(enroute, arrived) as enroute,
      case when bool_and(stood_down is not null) then max(stood_down) end as stood_down
    from despatches group by incident),
  samples as (
    select *, ${LEFT_OUT} as left_out, greatest(epoch(arrived) - epoch(since), 0)::int as seconds from (
      select i.no as incident, i.area, i.self_initiated, i.final_grade as grade, a.arrived, a.enroute, a.stood_down,
        case when i.final_grade < i.initial_grade and i.graded <= a.arrived then i.graded else i.created end as since
      from incidents i left join sent a on a.incident = i.no
      where i.merged_into is null and i.final_grade in ('P1', 'P2') and (i.created - interval 7 hour)::date = getvariable('day'))),
  s as (select u.unit as of_unit, p.* from units u left join samples p on u.type = 'FORCE' or p.area = u.unit where u.type in ('AREA', 'FORCE'))
  select of_unit, ${FIGURES},
    count(seconds) filter (where left_out is null and grade = 'P1')::int, count(*) filter (where left_out is null and grade = 'P1' and seconds <= 900)::int,
    count(seconds) filter (where left_out is null and grade = 'P2')::int, count(*) filter (where left_out is null and grade = 'P2' and seconds <= 3600)::int
  from s group by of_unit`;
