/** Students by the phase in force at the start of the shift, and with whom they go out: named on the duty, else assigned. */
const STUDENTS = `
  create or replace temp table phases as
    select x.person, x.start, exists (select 1 from students st where st.person = x.person) as recorded,
      (select phase from students st where st.person = x.person and st.s <= x.start and x.start < st.e) as phase
    from (
      select w.person, coalesce(min(s.s), getvariable('day')) as start from employed w left join shifts s using (person) group by w.person) x;

  create or replace temp table pairings as
    with named as (select distinct person as student, paired as partner from shifts where paired is not null),
    assigned as (
      select t.student, t.tutor as partner from tutors t join phases p on p.person = t.student and t.s <= p.start and p.start < t.e)
    select p.* from (from named union all select * from assigned where student not in (select student from named)) p
      join phases s on s.person = p.student and s.phase in ('ACCOMP', 'DIRECTED')
      join phases f on f.person = p.partner and (not f.recorded or f.phase = 'FOC');

  create or replace temp table together as
    select p.student, p.partner, count(m.minute) as shift_minutes, count(*) filter (where m.free and o.free) as both_free
    from pairings p left join worked m on m.person = p.student
      left join worked o on o.person = p.partner and o.minute = m.minute
    group by all;
`;

/** Every test that is known to fail, with its reason, and who has a test that is unknown. */
const TESTS = `
  create or replace temp table courses as
    select w.person, c.kind, c.course, count(t.course) > 0 as taken,
      exists (select 1 from training k where k.course = c.course) as known,
      coalesce(bool_or(t.result = 'PASS' and t.achieved <= getvariable('day') and t.valid_to >= getvariable('day')), false) as held
    from employed w join role_courses c using (role) left join training t on t.person = w.person and t.course = c.course
    group by all;

  create or replace temp table failing as
    select distinct f.* from (
      select person, 'OFF_DUTY' as reason from employed where person not in (select person from shifts)
      union all
      select person, reason from shift_sums, (values ('ON_LEAVE'), ('COMMITTED'), ('NOT_AT_WORK')) r(reason)
        where not free and case reason when 'ON_LEAVE' then leave when 'COMMITTED' then committed else unplanned end
      union all
      select person, 'NOT_AT_WORK' from effects where effect = 'SUSPENDED' and s <= getvariable('day') and getvariable('day') < e
        and person in (select person from shifts)
      union all
      select person, case effect when 'NOT_AT_WORK' then 'NOT_AT_WORK' else 'RESTRICTED' end from restrictions
        where effect in ('NOT_FRONTLINE', 'NOT_AT_WORK') and s <= getvariable('day') and getvariable('day') <= e
      union all
      select person, case when taken then 'TRAINING_EXPIRED:' else 'TRAINING_MISSING:' end || course from courses
        where kind = 'gate' and known and not held
      union all
      select person, 'STUDENT_IN_TRAINING' from phases where phase = 'TRAINING'
    ) f join employed w on w.person = f.person and w.type = 'OFFICER';

  create or replace temp table unknowns as
    select person from employed where role is null or role = ''
    union select person from courses where kind = 'gate' and not known
    union select w.person from employed w join phases p using (person)
      where p.phase is null and date_add(w.service_start, interval 3 year) > getvariable('day');

  create or replace temp table partners as
    select g.*, shift_minutes > 0 and both_free >= 0.5 * shift_minutes as there,
      w.type = 'OFFICER' and w.person not in (select person from failing) and w.person not in (from unknowns) as able
    from together g join employed w on w.person = g.partner;
  insert into failing
    select person, reason from (
      select p.person, case when count(g.partner) = 0 then 'STUDENT_NOT_PAIRED'
          when bool_or(there and able) then null
          when bool_or(there) then 'STUDENT_PARTNER_NOT_DEPLOYABLE' else 'STUDENT_PARTNER_OFF_DUTY' end as reason
      from phases p join officers using (person) left join partners g on g.student = p.person
      where p.phase in ('ACCOMP', 'DIRECTED') group by p.person)
    where reason is not null;
`;

/** Deployable or not (section 5). */
const STATUS = `
  create or replace temp table judged as
    select *, case
        when type <> 'OFFICER' then 'gateNotApplicable'
        when off or all_leave then 'notExpected'
        when reasons <> '' then 'notDeployable'
        when person in (from unknowns) then 'insufficientData'
        else 'deployable' end as status
    from (
      select w.person, w.type, h.person is null as off, h.all_leave, h.committed,
        coalesce((select string_agg(reason, ' ' order by reason) from failing f where f.person = w.person), '') as reasons,
        exists (select 1 from together g where g.partner = w.person and g.both_free > 0) as tutoring
      from employed w left join shift_sums h using (person));
`;

export const GATE = STUDENTS + TESTS + STATUS;
