import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { CANARY } from '../../demo/canaries.ts';
import { demoFiles } from '../../demo/files.ts';
import { generationKey } from '../../functions/day-target.ts';
import { windowObjectKey } from '../../functions/window-target.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import { addDays } from '../../lib/dates.ts';
import type { Generation, PersonDay } from '../../lib/generation/generation.ts';
import type { WindowGeneration } from '../../lib/generation/window.ts';
import { COUNT_METRICS } from '../../lib/vocabulary.ts';
import { type AskInMemory, memoryApi } from '../../local/memory/api.ts';
import { type MemoryForce, memoryForce } from '../../local/memory/force.ts';

const WORLD = { people: 60, days: 12, end: '2026-11-12', seed: 7 } as const;
const [FIRST, LAST, WINDOW] = ['2026-11-01', '2026-11-20', '2026-10-12'];
const RANGE = `from=${FIRST}&to=${LAST}`;
/** Sees everybody. */
const CHIEF = '100001';

// biome-ignore lint/suspicious/noExplicitAny: the answer of any route
type Answer = any;

/** The object of a day is what everything else is made of: each figure of an answer is read from it once more, by itself. */
describe('every figure of an answer stands in the object of its generation', { timeout: 600_000 }, () => {
  let memory: MemoryForce;
  let asked: AskInMemory;
  let window: WindowGeneration;
  const generations = new Map<string, Generation>();
  beforeAll(async () => {
    memory = memoryForce(atLocalTime(addDays(WORLD.end, 1), '10:00'));
    await memory.publish(demoFiles(WORLD));
    asked = memoryApi(memory);
    for (const { date, generation } of await memory.tables.registry.query('DAY#2026-11'))
      generations.set(String(date), await read(generationKey(String(date), String(generation))));
    const pointer = await memory.tables.registry.get({ pk: 'WINDOW#2026', sk: WINDOW });
    window = await read(windowObjectKey(WINDOW, String(pointer?.generation)));
  }, 600_000);

  async function read<T>(key: string): Promise<T> {
    return JSON.parse(gunzipSync(await memory.facts.get(key)).toString('utf8')) as T;
  }
  async function ask(person: string, path: string): Promise<Answer> {
    const { statusCode, body } = await asked(person === CANARY.employeeNo ? CANARY.directoryId : `dir-${person}`, path);
    expect(statusCode, `${path} ${body}`).toBe(200);
    return JSON.parse(body);
  }
  const stored = (date: string) => generations.get(date);
  const dayOf = (person: string, date: string) => stored(date)?.people.find((one) => one.availability.person === person);
  const everybody = () => stored(WORLD.end)?.people.map(({ availability }) => availability.person) ?? [];
  const officers = () => (stored(WORLD.end)?.people ?? []).filter(({ productivity }) => productivity !== null);

  /** What a leader is shown of a stored day. */
  function shown(date: string, { availability: day }: PersonDay, own: boolean): Record<string, unknown> {
    const telling = (code: string) => (own || !['OH', 'KIT'].includes(code) ? code : 'OTHER');
    const { rostered, working, annualLeave, otherLeave, unplanned, injury, committed } = day.minutes;
    const sums: Record<string, number> = {};
    for (const [code, minutes] of Object.entries(committed)) sums[telling(code)] = (sums[telling(code)] ?? 0) + minutes;
    return {
      ...{ date, dayStatus: stored(date)?.status, status: day.status, reasons: day.reasons, unknowns: day.unknowns },
      ...{ limits: day.limits, timeline: day.timeline, tutored: day.tutored.length, daysToExpiry: day.daysToExpiry },
      student: day.student.state === 'student' ? day.student.phase : null,
      courses: day.courses === null ? null : [...day.courses.gate, ...day.courses.critical, ...day.courses.skills],
      score: day.score === null ? null : { closeness: day.score.closeness, interval: day.score.interval },
      workAvailability: day.work.availability,
      criteria: day.criteria,
      minutes: { rostered, working, annualLeave, otherLeave, notAtWork: unplanned + injury, committed: sums },
      daysToNextLeave: day.daysToNextLeave,
      restriction: day.restriction === null ? null : { effect: day.restriction.effect, reviewOn: day.restriction.reviewOn },
      ...{ serviceYears: day.serviceYears, serviceBand: day.serviceBand, flags: day.flags },
      ...(own ? { dutyEffect: day.dutyEffect, sources: day.sources } : {}),
    };
  }

  it('availability of everybody, day by day, to the leader and to oneself', async () => {
    let compared = 0;
    for (const person of everybody()) {
      for (const viewer of new Set([CHIEF, person])) {
        const { days } = await ask(viewer, `/v1/people/${person}/availability?${RANGE}`);
        expect(days).toHaveLength(generations.size);
        for (const { partners, ...day } of days) {
          const from = dayOf(person, day.date) as PersonDay;
          expect(day).toEqual(JSON.parse(JSON.stringify(shown(day.date, from, viewer === person))));
          const { student } = from.availability;
          expect(partners.map((one: Answer) => one.person)).toEqual(
            student.state === 'student' ? student.partners.map((one) => one.person) : [],
          );
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(2000);
  });

  it('a period is the sum of its days', async () => {
    for (const person of everybody()) {
      const { period } = await ask(CHIEF, `/v1/people/${person}/availability?${RANGE}`);
      const worked = [...generations.values()].flatMap(({ date, status }) =>
        status === 'planned' ? [] : [(dayOf(person, date) as PersonDay).availability],
      );
      const sum = (of: (minutes: PersonDay['availability']['minutes']) => number) =>
        worked.reduce((total, { minutes }) => total + of(minutes), 0);
      const left = sum(
        ({ rostered, annualLeave, otherLeave, unplanned, injury }) => rostered - annualLeave - otherLeave - unplanned - injury,
      );
      if (left > 0) expect(period.workingShare).toBeCloseTo(sum(({ working }) => working) / left, 12);
      else expect(period.workingShare).toBeNull();
      const scores = worked.flatMap(({ score }) => (score === null ? [] : [score.closeness]));
      if (scores.length >= 5) expect([period.score.n, period.score.low]).toEqual([scores.length, Math.min(...scores)]);
      else expect(period.score).toBeNull();
    }
  });

  it('an explanation is of the published figure, and its lines add up to what is missing', async () => {
    let explained = 0;
    for (const person of everybody().slice(5, 30)) {
      const { explanation } = await ask(CHIEF, `/v1/people/${person}/availability/${WORLD.end}/explanation`);
      const score = dayOf(person, WORLD.end)?.availability.score ?? null;
      expect(explanation?.closeness ?? null).toBe(score?.closeness ?? null);
      if (score === null) continue;
      const sum = explanation.lines.reduce((total: number, { effect }: Answer) => total + effect, 0);
      expect(Math.abs(sum - (1 - score.closeness))).toBeLessThan(1e-12);
      explained += 1;
    }
    expect(explained).toBeGreaterThan(3);
  });

  it('figures of every officer by day, with the records behind them', async () => {
    for (const { availability } of officers()) {
      const { person } = availability;
      const json = await ask(CHIEF, `/v1/people/${person}/productivity/days?${RANGE}`);
      for (const [at, date] of (json.dates as string[]).entries()) {
        const day = dayOf(person, date);
        const figures = day?.productivity ?? null;
        for (const metric of COUNT_METRICS) {
          const { value, reason, assists, mix } = json.counts[metric];
          const wanted =
            figures === null
              ? [null, 'notPublished', 0]
              : [figures[metric].value, figures[metric].reason, figures[metric].assists];
          expect([value[at], reason[at], assists[at]], `${person} ${date} ${metric}`).toEqual(wanted);
          if (figures !== null && figures[metric].value !== null) expect(mix[at]).toEqual(figures[metric].mix);
        }
        expect(json.visibility.minutes[at]).toBe(figures?.visibility.minutes ?? null);
        expect(json.visibility.unknownMinutes[at]).toBe(figures?.visibility.unknownMinutes ?? null);
        expect(json.responseTime.n[at]).toBe(figures?.responseTime.seconds.length ?? 0);
        expect(json.workingMinutes[at]).toBe(day?.availability.minutes.working ?? null);
      }
      const records = (await ask(CHIEF, `/v1/people/${person}/productivity/records?date=${WORLD.end}`)).records as Answer[];
      const texts = records.map(({ feed, key, at, file }) => `${feed} ${key} at ${at} (${file})`);
      expect(texts).toEqual(COUNT_METRICS.flatMap((metric) => dayOf(person, WORLD.end)?.productivity?.[metric].sources ?? []));
    }
  });

  it('figures of every unit by day and over a week, open or closed', async () => {
    const units = stored(WORLD.end)?.units ?? [];
    const open = new Set(memory.tables.productivity.all().flatMap(({ pk, sk }) => (sk.startsWith('D#') ? [pk.slice(2)] : [])));
    expect(units.some(({ code }) => open.has(code)) && units.some(({ code }) => !open.has(code))).toBe(true);
    for (const { code } of units.filter((unit) => unit.officers > 0)) {
      const route = open.has(code) ? 'productivity' : 'productivity/days';
      const json = await ask(CHIEF, `/v1/org-units/${code}/${route}?${RANGE}`);
      const week = open.has(code) ? await ask(CHIEF, `/v1/org-units/${code}/productivity?${RANGE}&window=7`) : null;
      for (const [at, date] of (json.dates as string[]).entries()) {
        const unit = stored(date)?.units.find((one) => one.code === code);
        expect(json.officers[at]).toBe(unit?.officers ?? null);
        for (const metric of COUNT_METRICS) {
          const figure = unit?.figures[metric];
          const { value, participations, assists } = json.counts[metric];
          expect([value[at], participations[at], assists[at]], `${code} ${date} ${metric}`).toEqual([
            // Of a day that cannot say its events no participations are told either.
            ...[figure?.value ?? null, figure?.value === null ? null : (figure?.participations ?? null), figure?.assists ?? 0],
          ]);
          if (week === null) continue;
          const days = Array.from({ length: 7 }, (_, back) => stored(addDays(date, -back))).flatMap(
            (day) => day?.units.find((one) => one.code === code)?.figures[metric].value ?? [],
          );
          expect(week.counts[metric].value[at]).toBe(days.length === 0 ? null : sumOf(days, (one) => one));
        }
        const response = unit?.figures.responseTime;
        const { median, p90, n, P1, P2 } = json.responseTime;
        expect([median[at], p90[at], n[at]]).toEqual([response?.median ?? null, response?.p90 ?? null, response?.n ?? 0]);
        expect([P1.within[at], P2.n[at]]).toEqual([response?.targets?.P1.within ?? null, response?.targets?.P2.n ?? null]);
        expect(json.visibility.minutes[at]).toBe(unit?.figures.visibility.minutes ?? null);
      }
    }
  });

  it('counts, minutes and lines of every unit and of a span on a day', async () => {
    for (const date of ['2026-11-05', WORLD.end, '2026-11-16']) {
      const { units, people } = stored(date) as Generation;
      for (const { code, path } of units) {
        const below = people.filter(({ unitPath }) => unitPath === path || unitPath.startsWith(`${path}/`));
        if (below.length === 0) continue;
        const json = await ask(CHIEF, `/v1/org-units/${code}/availability?date=${date}`);
        expect([json.people, json.byStatus]).toEqual([below.length, countOf(below.map((one) => one.availability.status))]);
        expect(json.byReason).toEqual(countOf(below.flatMap((one) => one.availability.reasons)));
        expect(json.minutes.working).toBe(below.reduce((sum, one) => sum + one.availability.minutes.working, 0));
        const list = (await ask(CHIEF, `/v1/org-units/${code}/availability/people?date=${date}`)).people as Answer[];
        expect(list.map(({ person }) => person).toSorted()).toEqual(below.map((one) => one.availability.person).toSorted());
        expectLines(list, date);
      }
      const span = await ask(CHIEF, `/v1/me/span/availability?at=${date}`);
      const led = people.filter(({ availability }) => availability.person !== CHIEF);
      expect(span.byStatus).toEqual(countOf(led.map((one) => one.availability.status)));
      expectLines(span.list, date);
    }
  });

  function expectLines(list: readonly Answer[], date: string): void {
    for (const { person, status, reasons, limits, score, daysToExpiry, tutored } of list) {
      const day = dayOf(person, date)?.availability;
      expect([status, reasons, limits, daysToExpiry, tutored]).toEqual([
        ...[day?.status, day?.reasons, day?.limits, day?.daysToExpiry, day?.tutored.length],
      ]);
      expect(score?.closeness ?? null).toBe(day?.score?.closeness ?? null);
    }
  }

  it('windows of four weeks: of officers, teams, groups of peers, and units side by side', async () => {
    for (const { person, counts, responseTime } of window.people) {
      const json = await ask(CHIEF, `/v1/people/${person}/productivity?from=${WINDOW}&to=${WINDOW}`);
      expect(json.starts).toEqual([WINDOW]);
      for (const metric of COUNT_METRICS)
        expect([json.counts[metric].value[0], json.counts[metric].assists[0]]).toEqual([
          counts[metric].value,
          counts[metric].assists,
        ]);
      expect([json.responseTime.n[0], json.responseTime.median[0]]).toEqual([responseTime.n, responseTime.median]);
    }
    const { people } = await ask(CHIEF, '/v1/org-units/A01-RES-1/productivity/people');
    for (const { id, counts } of people as Answer[]) {
      const own = window.people.find((one) => one.person === id);
      for (const metric of COUNT_METRICS) expect(counts[metric]).toBe(own?.counts[metric].value ?? own?.counts[metric].reason);
    }
    const { groups } = await ask(CHIEF, '/v1/peer-groups');
    for (const { family, rank, band, n } of groups as Answer[]) {
      const own = window.people.filter(({ peers }) => peers?.family === family && peers?.rank === rank && peers?.band === band);
      expect(own).toHaveLength(n);
    }
    const { rows } = await ask(CHIEF, '/v1/productivity/comparison?metric=arrests&type=TEAM&within=FORCE');
    const teams = window.units.filter(({ type, officerDays }) => type === 'TEAM' && officerDays.arrests > 0);
    const rate = sumOf(teams, ({ counts }) => counts.arrests ?? 0) / sumOf(teams, ({ officerDays }) => officerDays.arrests);
    expect(rows).toHaveLength(teams.length);
    for (const { id, count, expected } of rows as Answer[]) {
      const own = teams.find(({ code }) => code === id);
      expect(count).toBe(own?.counts.arrests);
      expect(expected).toBeCloseTo(rate * (own?.officerDays.arrests ?? 0), 9);
    }
  });

  it('the positive share of a team beside what the offences of its outcomes would give anywhere in the force', async () => {
    const { rows } = await ask(CHIEF, '/v1/productivity/comparison?metric=positiveOutcomes&type=TEAM&within=FORCE');
    expect(rows.length).toBeGreaterThan(1);
    for (const { id, positiveShare } of rows as Answer[])
      expect(positiveShare).toEqual(window.units.find(({ code }) => code === id)?.positiveShare);
    const other = await ask(CHIEF, '/v1/productivity/comparison?metric=arrests&type=TEAM&within=FORCE');
    expect((other.rows as Answer[]).map(({ positiveShare }) => positiveShare)).toEqual(other.rows.map(() => null));
  });

  it('the own point among peers, as if all had worked alike', async () => {
    const own = window.people.find(({ person }) => person === '100020');
    const peers = window.people.filter((one) => JSON.stringify(one.peers) === JSON.stringify(own?.peers));
    const json = await ask('100020', `/v1/productivity/comparison/people?metric=arrests&window=${WINDOW}`);
    expect([json.exposure, json.group.n]).toEqual(['alike', peers.length]);
    expect(json.own[0].count).toBe(own?.counts.arrests.value);
    expect(json.own[0].expected).toBeCloseTo(sumOf(peers, ({ counts }) => counts.arrests.value ?? 0) / peers.length, 9);
    expect(json.own[0].workingMinutes).toBe(window.workingMinutes['100020']);
  });
});

function sumOf<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}

function countOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
