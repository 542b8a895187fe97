import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import type { Generation } from '../../lib/generation/generation.ts';
import type { ResponseFigure } from '../../lib/productivity/figures.ts';
import type { GroupFigure, GroupFigures } from '../../lib/productivity/rollup.ts';
import { type DemoRun, runDemo } from '../../local/demo-run.ts';
import { allPointers, readGeneration } from '../../local/summary.ts';
import { AVAILABILITY, DAY_TABLES, VACANCY } from './independent/availability.sql.ts';
import { PERSON_COUNTS, PERSON_VISIBILITY, UNIT_COUNTS, UNIT_VISIBILITY } from './independent/counts.sql.ts';
import { AREA_RESPONSE, PERSON_RESPONSE, TEAM_RESPONSE } from './independent/response.sql.ts';
import { setupSql } from './independent/setup.sql.ts';

const WORLD = { people: 200, days: 6, end: '2026-11-20', seed: 5 };
/** Specials first on scene and a reversed outcome; an upgrade before the arrival; a merged log; an unknown student record. */
const DAYS = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];

let folder: string;
let run: DemoRun;
let sql: Awaited<ReturnType<DuckDBInstance['connect']>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'raw-'));
  for (const { key, body } of demoFiles(WORLD)) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), body);
  }
  sql = await (await DuckDBInstance.create(':memory:')).connect();
  await sql.run(setupSql(folder));
  run = await runDemo({ ...WORLD, data: null });
});
afterAll(async () => {
  await run?.cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Rows in one order and one form: numbers to twelve decimals, null as a dash. */
const sorted = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => row.map((cell) => (typeof cell === 'number' ? Number(cell.toFixed(12)) : (cell ?? '-'))).join(' | ')).sort();

/** The figures of one day a second time, from the raw files and the method alone, in SQL that shares nothing with the product. */
describe.each(DAYS)('the figures of %s computed a second time from the raw files', (day) => {
  let generation: Generation;
  const query = async (text: string) => sorted((await sql.runAndReadAll(text)).getRowsJS() as unknown[][]);

  beforeAll(async () => {
    await sql.run(`set variable day = date '${day}'; ${DAY_TABLES}`);
    const pointer = (await allPointers(run.stores)).find(({ date }) => date === day);
    expect(pointer?.status).toBe('final');
    generation = await readGeneration(run.stores, day, pointer?.generation ?? '');
  });

  const officers = () =>
    generation.people.flatMap(({ availability: { person }, productivity }) =>
      productivity === null ? [] : [{ person, ...productivity }],
    );
  const counts = <F>(figures: object) =>
    Object.entries(figures).filter(([metric]) => !['responseTime', 'visibility', 'person'].includes(metric)) as [string, F][];
  const response = ({ n, median, p90, leftOut }: ResponseFigure) => [
    n,
    median,
    p90,
    Object.entries(leftOut)
      .flatMap(([reason, count]) => Array.from({ length: count }, () => reason))
      .sort()
      .join(' '),
  ];
  const units = (types: readonly string[]): { code: string; figures: GroupFigures }[] => [
    ...generation.units.filter(({ type }) => types.includes(type)),
  ];

  it('persons: what each led and assisted in, and what does not apply to the role', async () => {
    const published = officers().flatMap(({ person, ...figures }) =>
      counts<{ value: number | null; alsoRecorded: number; reason: string | null; assists: number }>(figures).map(
        ([metric, { value, alsoRecorded, reason, assists }]) => [person, metric, value ?? alsoRecorded, reason ?? '', assists],
      ),
    );
    expect(sorted(published)).toEqual(await query(PERSON_COUNTS));
  });

  it('persons: visibility', async () => {
    const published = officers().map(({ person, visibility: { minutes, unknownMinutes, reason } }) => [
      person,
      minutes ?? -1,
      unknownMinutes ?? -1,
      reason ?? '',
    ]);
    expect(sorted(published)).toEqual(await query(PERSON_VISIBILITY));
  });

  it('persons: response times', async () => {
    const published = officers().map(({ person, responseTime }) => [
      person,
      responseTime.reason !== 'notApplicable',
      ...response(responseTime),
      responseTime.seconds.join(' '),
    ]);
    expect(sorted(published)).toEqual(await query(PERSON_RESPONSE));
  });

  it('units: distinct events in three parts, and participations', async () => {
    const published = units(['TEAM', 'DEPT', 'AREA', 'FORCE']).flatMap(({ code, figures }) =>
      counts<GroupFigure>(figures).map(([metric, figure]) => [
        metric,
        code,
        figure.value,
        figure.byOfficers,
        figure.notByOfficers,
        figure.unattributed,
        figure.participations,
        figure.assists,
      ]),
    );
    expect(sorted(published)).toEqual(await query(UNIT_COUNTS));
  });

  it('the force: its own figures are those of its unit', () => {
    expect(generation.force).toEqual(generation.units.find(({ type }) => type === 'FORCE')?.figures);
  });

  it('units: visibility', async () => {
    const published = units(['TEAM', 'DEPT', 'AREA', 'FORCE']).map(({ code, figures: { visibility } }) => [
      code,
      visibility.minutes,
      visibility.unknownMinutes,
    ]);
    expect(sorted(published)).toEqual(await query(UNIT_VISIBILITY));
  });

  it('teams and departments: response times of whoever arrived first', async () => {
    const published = units(['TEAM', 'DEPT']).map(({ code, figures }) => [code, ...response(figures.responseTime)]);
    expect(sorted(published)).toEqual(await query(TEAM_RESPONSE));
  });

  it('areas and the force: response times and shares within target', async () => {
    const published = units(['AREA', 'FORCE']).map(({ code, figures: { responseTime } }) => [
      code,
      ...response(responseTime),
      ...(['P1', 'P2'] as const).flatMap((grade) => [responseTime.targets?.[grade].n, responseTime.targets?.[grade].within]),
    ]);
    expect(sorted(published)).toEqual(await query(AREA_RESPONSE));
  });

  it('availability: status with every reason, score and minutes of everybody', async () => {
    const published = generation.people.map(({ availability: { person, status, reasons, tutored, score, work, minutes } }) => [
      person,
      status,
      reasons.toSorted().join(' '),
      tutored.length > 0,
      score?.closeness,
      work.availability,
      minutes.rostered,
      minutes.working,
      Object.values(minutes.committed).reduce((sum, one) => sum + one, 0),
      minutes.annualLeave,
      minutes.otherLeave,
      minutes.unplanned,
      minutes.injury,
    ]);
    expect(published.filter(([, status]) => status === 'deployable').length).toBeGreaterThan(80);
    expect(sorted(published)).toEqual(await query(AVAILABILITY));
  });

  it('units: strength, establishment and vacancy', async () => {
    const published = generation.units.map(({ code, establishment: e }) => [
      code,
      e.established,
      e.strength,
      e.vacancyRate,
      e.inPostNotAvailable,
      e.frozen,
    ]);
    expect(sorted(published)).toEqual(await query(VACANCY));
  });
});
