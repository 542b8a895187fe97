import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hintsTo } from '../../functions/aws/hints.ts';
import { readerOf } from '../../functions/drop-target.ts';
import { addDays } from '../../lib/dates.ts';
import { decideFile } from '../../local/decide.ts';
import { DEMO_FORCE } from '../../local/demo-run.ts';
import { exportPublished } from '../../local/export.ts';
import { showDrop } from '../../local/show.ts';
import { allPointers } from '../../local/summary.ts';
import { showWarnings } from '../../local/warnings.ts';
import { force } from '../lib/world.ts';
import { at, csv, type File, keyOf, MORNING, Run, World } from './cases/world.ts';

const D = '2026-11-18';
const SIGNED = { by: 'duty inspector', reason: 'checked with the source system' };
const two = (n: number) => String(n).padStart(2, '0');

/** Forty-eight arrests over a day, half an hour apart, as a clock of twelve hours says them without AM or PM. */
const LOST = {
  key: keyOf('arrests', '2026-11-21T10:30:00Z'),
  body: csv(
    'arrests',
    Array.from({ length: 48 }, (_, n) => {
      const hour = (n >> 1) % 12 === 0 ? 12 : (n >> 1) % 12;
      const arrested_at = at(D, `${two(hour)}:${n % 2 === 0 ? '05' : '35'}`);
      return { arrest_id: `LOST-${n}`, officer_no: 'officer', role: 'ARRESTING', arrested_at };
    }),
  ),
};
/** What the radios said on four Fridays: sixty times, and on the last of them three. */
const RADIO = [28, 21, 14, 7, 0].map((ago): File => {
  const date = addDays('2026-11-20', -ago);
  const rows = Array.from({ length: ago === 0 ? 3 : 60 }, (_, n) => {
    const from_at = at(date, `${two(8 + Math.floor(n / 6))}:${two((n % 6) * 10)}`);
    return { employee_no: 'officer', from_at, status_code: 'PATROL' };
  });
  return { key: keyOf('statuses', `${addDays(date, 1)}T10:30:00Z`), body: csv('statuses', rows) };
});
const FEW = RADIO.at(-1)?.key ?? '';
const DOUBTFUL = [...RADIO.slice(-1), LOST];

function files(): File[] {
  const world = new World().team('TEAM').person('officer', { team: 'TEAM' }).duty('officer', D, '07:00', '17:00');
  return world.files().filter(({ key }) => !key.includes('statuses'));
}

async function lostThatCount(run: Run): Promise<number> {
  const found = new Set<string>();
  for (const { date } of await allPointers(run.stores))
    for (const { productivity } of run.day(date).people)
      for (const source of productivity?.arrests.sources ?? []) if (source.includes('LOST-')) found.add(source);
  return found.size;
}

async function profiles({ stores }: Run, feed: string) {
  return (await stores.registry.query(`PROFILE#${feed}`)) as { pk: string; sk: string }[];
}

describe('a file that lost AM and PM', () => {
  let run: Run;
  beforeAll(async () => {
    run = await Run.start([...files(), ...RADIO.slice(0, -1)]);
  });
  afterAll(() => run?.stop());

  it('nothing is warned of before it comes: every feed looks as usual', async () => {
    expect(await showWarnings(run.stores, false)).toBe('No warnings: of 19 feeds the newest extract looks as usual.');
    expect(await showWarnings(run.stores, true)).toBe('[]');
  });

  it('warns, and counts all the same under a policy that holds on nothing', async () => {
    await run.drop(...DOUBTFUL);
    expect((await run.receipt(LOST.key)).seen).toMatchObject([{ state: 'accepted', counts: { accepted: 48 } }]);
    expect(await lostThatCount(run)).toBe(48);
    const shown = await showDrop(run.stores, LOST.key, false);
    expect(shown).toContain('  warning hourProfile: arrested_at: none of 48 times lies between 13:00 and midnight');
    expect(shown).toContain('A warning decides nothing by itself.');
    expect(JSON.parse(await showDrop(run.stores, LOST.key, true)).warnings).toMatchObject([{ check: 'hourProfile', found: 0 }]);
  });

  it('stands in the list of warnings with its key, and so does a feed with few rows for its weekday', async () => {
    const listed = (await showWarnings(run.stores, false)).split('\n');
    expect(listed).toEqual([
      FEW,
      '  warning volume: 3 rows, usually 60 on this weekday',
      LOST.key,
      expect.stringContaining('  warning hourProfile: arrested_at:'),
    ]);
    expect(JSON.parse(await showWarnings(run.stores, true))).toMatchObject([
      { feed: 'statuses', key: FEW, check: 'volume', found: 3, usual: 60 },
      { feed: 'arrests', key: LOST.key, check: 'hourProfile', column: 'arrested_at' },
    ]);
  });

  it('has a profile of counts beside its receipt, without a value of any row', async () => {
    const [, profile] = await profiles(run, 'connect/arrests');
    expect(profile).toMatchObject({ name: LOST.key.split('/')[2], accepted: 48, ids: { officer_no: { x: 48 } } });
    expect(JSON.stringify(profile)).not.toMatch(/LOST-|officer"|2026-11-18/);
    expect(JSON.stringify(await run.receipt(LOST.key)).length).toBeLessThan(1000);
  });

  it('of a confidential feed leaves ids alone, and nothing of a file that is refused', async () => {
    const [before] = await profiles(run, 'centurion/duty-effects');
    expect(before).toMatchObject({ times: {}, blank: {}, codes: {}, ids: { employee_no: { d9: 3 } } });
    const row = { case_ref: 'ZEBRA', employee_no: 'officer', from_at: at(D, '12:00'), duty_effect: 'SUSPENDED' };
    await run.drop({ key: keyOf('duty-effects', '2026-11-21T10:30:00Z'), body: csv('duty-effects', [row]) });
    expect(await profiles(run, 'centurion/duty-effects')).toEqual([before]);
  });
});

describe('a policy that holds on the hour profile', () => {
  let folder: string;
  let run: Run;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'force-'));
    cpSync(DEMO_FORCE, folder, { recursive: true });
    const policies = JSON.parse(readFileSync(join(folder, 'policies.json'), 'utf8')) as object[];
    const holding = policies.map((policy) => ({ ...policy, holdOn: ['hourProfile'] }));
    writeFileSync(join(folder, 'policies.json'), JSON.stringify(holding));
    run = await Run.start([...files(), ...RADIO, LOST], MORNING, folder, 'hold-on');
  });
  afterAll(async () => {
    await run?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds the file with what was seen, and nothing of it counts', async () => {
    const { accepted, seen } = await run.receipt(LOST.key);
    expect(accepted).toBeNull();
    expect(seen).toMatchObject([{ state: 'held', reason: { code: 'PROFILE_HOUR_PROFILE', column: 'arrested_at' } }]);
    expect(await lostThatCount(run)).toBe(0);
    const shown = await showDrop(run.stores, LOST.key, false);
    expect(shown).toMatch(/held, .*PROFILE_HOUR_PROFILE: arrested_at: none of 48 times .* \(allowed: .*released\)/);
    expect(shown).toContain('  warning hourProfile:');
    expect(await showWarnings(run.stores, false)).toContain(`${LOST.key} (held)`);
  });

  it('reads every file again, as any field does that decides how a file is judged', () => {
    const [policy] = force.policies;
    if (policy === undefined) throw new Error('no policy');
    const reader = (over: Partial<typeof policy>) => readerOf({ ...force, policies: [{ ...policy, ...over }] }, 'arrests');
    expect(reader({})).toBe(readerOf(force, 'arrests'));
    expect(reader({ holdOn: ['hourProfile'] })).not.toBe(reader({}));
    expect(reader({ nullLimits: {} })).not.toBe(reader({}));
    expect(reader({ minRanked: 9 })).toBe(reader({}));
  });

  it('does not hold a file for what only others show', async () => {
    expect((await run.receipt(FEW)).seen).toMatchObject([{ state: 'accepted' }]);
  });

  it('lets it count once it is released', async () => {
    await decideFile(run.stores, 'release', LOST.key, SIGNED);
    await run.later(0);
    expect((await run.receipt(LOST.key)).seen).toMatchObject([{ state: 'accepted', decided: 'release' }]);
    expect(await lostThatCount(run)).toBe(48);
  });
});

describe('what is published', () => {
  it('is the same in whatever order files come that warn, and so are the warnings', async () => {
    const outcome = async (...groups: readonly (readonly File[])[]) => {
      const run = await Run.start([]);
      for (const group of groups) await run.drop(...group);
      const seen = { published: await exportPublished(run.stores), warnings: await showWarnings(run.stores, true) };
      await run.stop();
      return seen;
    };
    const ordinary = [...files(), ...RADIO.slice(0, -1)];
    const forth = await outcome(ordinary, ...DOUBTFUL.map((one) => [one]));
    const back = await outcome(DOUBTFUL.toReversed(), ordinary.toReversed());
    expect(back.published).toEqual(forth.published);
    expect(back.warnings).toBe(forth.warnings);
    expect(JSON.parse(forth.warnings)).toHaveLength(2);
  });

  it('is the same whether profiles and warnings are there or not', async () => {
    const run = await Run.start([...files(), ...RADIO, LOST]);
    const before = await exportPublished(run.stores);
    for (const feed of ['connect/arrests', 'control-works/statuses'])
      await run.stores.registry.removeMany(await profiles(run, feed));
    expect(await showWarnings(run.stores, true)).toBe('[]');
    const days = (await allPointers(run.stores)).map(({ date }) => ({ target: 'day', date }) as const);
    await hintsTo(run.stores.clients.sqs, run.stores.queues.WorkQueueUrlOutput)(days);
    await run.later(0);
    expect(await exportPublished(run.stores)).toEqual(before);
    await run.stop();
  });
});
