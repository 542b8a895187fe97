import { GATE } from './gate.sql.ts';

/** What every person was rostered for and did on the day, minute by minute. Suspension is unplanned like its absence code. */
const MINUTES = `
  create or replace temp table employed as
    select p.*, w.own, w.role from people p left join teams w on w.person = p.person and w.day = getvariable('day')
    where p.joined <= getvariable('day') and coalesce(p.leaves > getvariable('day'), true);
  create or replace temp table shifts as select * from segments where day = getvariable('day');

  create or replace temp table away as
    select m.person, m.minute, coalesce(bool_or(a.code = 'AL'), false) as annual, coalesce(bool_or(a.class = 'leave'), false) as leave,
      coalesce(bool_or(a.class = 'committed'), false) as committed, coalesce(bool_or(a.code = 'INJ'), false) as injury,
      coalesce(bool_or(a.class = 'unplanned'), false) as unplanned
    from (
      select distinct person, unnest(generate_series(least(s, ps), greatest(e, pe) - interval 1 minute, interval 1 minute)) as minute
      from shifts) m
    left join (from absences union all select person, 'SUSP', 'unplanned', s, e from effects where effect = 'SUSPENDED') a
      on a.person = m.person and a.s <= m.minute and m.minute < a.e
    group by all;

  create or replace temp table rostered as
    select r.person, r.weight, annual, leave, r.committed or a.committed as committed, injury, unplanned from (
      select person, class = 'committed' as committed, 1 - pause / date_diff('minute', ps, pe) as weight,
        unnest(generate_series(ps, pe - interval 1 minute, interval 1 minute)) as minute
      from shifts) r
    join away a using (person, minute);
  create or replace temp table minutes as
    select person, fsum(weight) as rostered, fsum(weight) filter (where annual) as annual,
      fsum(weight) filter (where leave and not annual) as other_leave,
      fsum(weight) filter (where committed and not leave) as committed,
      fsum(weight) filter (where injury and not committed and not leave) as injury,
      fsum(weight) filter (where unplanned and not injury and not committed and not leave) as unplanned,
      fsum(weight) filter (where not unplanned and not committed and not leave) as working,
      fsum(weight) filter (where leave or committed) as planned_absence
    from rostered group by person;

  create or replace temp table worked as
    select s.person, s.minute, a.leave, s.class = 'committed' or a.committed as committed, a.unplanned,
      not (s.class = 'committed' or a.leave or a.committed or a.unplanned) as free
    from (select person, class, unnest(generate_series(s, e - interval 1 minute, interval 1 minute)) as minute from shifts) s
    join away a using (person, minute);
  create or replace temp table shift_sums as
    select person, bool_or(free) as free, bool_or(leave) as leave, bool_and(leave) as all_leave, bool_or(committed) as committed,
      bool_or(unplanned) as unplanned
    from worked group by person;
`;

/** The tables of the day that is the variable `day`. */
export const DAY_TABLES = MINUTES + GATE;

/** Work availability (section 6) and TOPSIS written out (section 7): squares of .40, .25, .15, .05 over their sum. */
export const AVAILABILITY = `
  with shares as (
    select person, avg(held::int) filter (where kind = 'critical') as critical, avg(held::int) filter (where kind = 'skill') as skills
    from courses group by person),
  u as (
    select j.*, m.* exclude (person, committed), m.committed as away,
      (m.rostered - coalesce(m.planned_absence, 0)) / m.rostered * (case when j.tutoring then 0.95 else 1 end) as u1,
      coalesce(s.critical, 1) as u2, coalesce(s.skills, 1) as u3, (not j.tutoring)::int as u4
    from judged j left join minutes m using (person) left join shares s using (person)),
  d as (
    select *, sqrt((0.16 * (1 - u1) ** 2 + 0.0625 * (1 - u2) ** 2 + 0.0225 * (1 - u3) ** 2 + 0.0025 * (1 - u4) ** 2) / 0.2475) as plus,
      sqrt((0.16 * u1 ** 2 + 0.0625 * u2 ** 2 + 0.0225 * u3 ** 2 + 0.0025 * u4 ** 2) / 0.2475) as minus
    from u)
  select person, status, reasons, tutoring,
    case when status = 'deployable' then minus / (minus + plus) end, u1, coalesce(rostered, 0), coalesce(working, 0),
    coalesce(away, 0), coalesce(annual, 0), coalesce(other_leave, 0), coalesce(unplanned, 0), coalesce(injury, 0)
  from d`;

/** Posts and their holders; acting and temporary at the post filled, never at the own post too. */
export const VACANCY = `
  with today as (
    select * from postings where since <= getvariable('day') and getvariable('day') < until),
  away as (select * from absences where s::date <= getvariable('day') and getvariable('day') <= e::date),
  held as (
    select p.person, po.team, p.split * w.fte as fte
    from today p join employed w using (person) join posts po using (post)
    where p.kind <> 'SECONDMENT' and (p.kind <> 'SUBSTANTIVE' or p.person not in (select person from today where kind <> 'SUBSTANTIVE'))
      and p.person not in (select person from away where code = 'CAREER')),
  absent as (
    select person from away
      where code in ('MAT', 'ADOPT') or code in ('SICK_S', 'SICK_L') and date_diff('day', s::date, getvariable('day')) > 28
    union select person from effects where effect = 'SUSPENDED' and s <= getvariable('day') and getvariable('day') < e),
  posted as (
    select a.unit, fsum(po.fte) filter (where status = 'ACTIVE') as established, fsum(po.fte) filter (where status = 'FROZEN') as frozen
    from posts po join above a using (team) group by a.unit),
  staffed as (
    select a.unit, fsum(h.fte) as strength, fsum(h.fte) filter (where h.person in (from absent)) as absent
    from held h join above a using (team) group by a.unit)
  select u.unit, coalesce(established, 0), coalesce(strength, 0), greatest(0, 1 - coalesce(strength, 0) / established),
    coalesce(absent, 0), coalesce(frozen, 0)
  from units u left join posted using (unit) left join staffed using (unit)`;
