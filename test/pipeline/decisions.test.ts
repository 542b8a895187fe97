import { describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { hintsTo } from '../../functions/aws/hints.ts';
import { dayPointerSchema } from '../../functions/day-pointer.ts';
import { dayKey } from '../../functions/published-day.ts';
import { HOUR } from '../../lib/calendar.ts';
import { approveDay, decideFile, decidePair } from '../../local/decide.ts';
import type { DemoRun } from '../../local/demo-run.ts';
import { allReceipts, readGeneration } from '../../local/summary.ts';
import { WORLD, withWorld } from './world.ts';

const SIGNED = { by: 'duty inspector', reason: 'checked with the source system' };
const DATE = '2026-11-18';

const pointerOf = async ({ stores }: DemoRun, date: string) => dayPointerSchema.parse(await stores.registry.get(dayKey(date)));
async function generationOf(run: DemoRun, date: string) {
  const { generation } = await pointerOf(run, date);
  return readGeneration(run.stores, date, generation ?? '');
}
const receiptOf = async ({ stores }: DemoRun, key: string) => (await allReceipts(stores)).find((receipt) => receipt.key === key);
const fileOf = (feed: string) =>
  [...demoFiles(WORLD)].findLast(({ key }) => key.includes(`/${feed}/`)) as { key: string; body: string };

const HEADER = 'arrest_id,officer_no,role,arrested_at,custody_no,offence_group,updated_at,deleted_at';
const good = (n: number) => `DEC-${n},100010,ARRESTING,${DATE}T12:00:00Z,,,${DATE}T13:00:00Z,`;
const bad = (n: number) => `BAD-${n},100010,WATCHING,${DATE}T12:00:00Z,,,${DATE}T13:00:00Z,`;
const KEY = 'connect/arrests/arrests_20261121T093000Z.csv';

describe('a file that is held', () => {
  const body = `${[HEADER, good(1), ...[1, 2, 3, 4, 5, 6].map(bad)].join('\n')}\n`;

  it('counts once it is released, and no more when it is refused again', async () => {
    await withWorld({}, async (run) => {
      const { stores, cloud } = run;
      const before = (await generationOf(run, DATE)).force.arrests.byOfficers;
      const settled = async () => {
        await cloud.clock.settle();
        return (await generationOf(run, DATE)).force.arrests.byOfficers - before;
      };
      await stores.drops.put(KEY, body);
      expect(await settled()).toBe(0);
      expect((await receiptOf(run, KEY))?.seen[0]).toMatchObject({ state: 'held', reason: { code: 'TOO_MANY_REJECTED' } });
      expect(await decideFile(stores, 'release', KEY, SIGNED)).toContain('counts');
      expect(await settled()).toBe(1);
      expect((await receiptOf(run, KEY))?.seen[0]).toMatchObject({ state: 'accepted', decided: 'release' });
      expect(await decideFile(stores, 'refuse', KEY, SIGNED)).toContain('does not count');
      expect(await settled()).toBe(0);
      expect((await receiptOf(run, KEY))?.accepted).toBeNull();
    });
  });

  it('what cannot be read, or was never there, cannot be released', async () => {
    await withWorld({ files: (files) => files.slice(0, 8) }, async (run) => {
      await run.stores.drops.put(KEY, 'one,two\n1,2\n');
      await run.cloud.clock.settle();
      await expect(decideFile(run.stores, 'release', KEY, SIGNED)).rejects.toMatchObject({ code: 'NOTHING_TO_RELEASE' });
      const other = KEY.replace('0930', '0931');
      await expect(decideFile(run.stores, 'release', other, SIGNED)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});

describe('a snapshot with fewer than 90 % of the keys of the one before', () => {
  it('is passed over and told, and counts once it is released', async () => {
    await withWorld({}, async (run) => {
      const { stores, cloud } = run;
      const { key, body } = fileOf('training');
      const small = key.replace('T090000Z', 'T094500Z');
      const lines = body.trimEnd().split('\n');
      await stores.drops.put(small, `${lines.slice(0, Math.floor(lines.length / 2)).join('\n')}\n`);
      await cloud.clock.settle();
      const held = await pointerOf(run, DATE);
      const before = await generationOf(run, DATE);
      await hintsTo(stores.clients.sqs, stores.queues.WorkQueueUrlOutput)([{ target: 'day', date: DATE }]);
      await cloud.clock.settle();
      expect((await pointerOf(run, DATE)).heldSnapshots).toEqual([small]);
      expect((await pointerOf(run, DATE)).hash).toBe(held.hash);
      await decideFile(stores, 'release', small, SIGNED);
      await cloud.clock.settle();
      expect((await pointerOf(run, DATE)).heldSnapshots).toEqual([]);
      const after = await generationOf(run, DATE);
      const missing = (generation: typeof after) =>
        generation.people.filter(({ availability }) =>
          availability.reasons.some((reason) => reason.startsWith('TRAINING_MISSING')),
        );
      expect(missing(after).length).toBeGreaterThan(missing(before).length);
    });
  });

  it('people: the organisation stays as it was', async () => {
    await withWorld({}, async ({ stores, cloud }) => {
      const pointer = async () => (await stores.organisation.get({ pk: 'ORG#current', sk: 'POINTER' })) as { hash: string };
      const before = await pointer();
      const { key, body } = fileOf('people');
      const lines = body.trimEnd().split('\n');
      await stores.drops.put(key.replace('T090000Z', 'T094500Z'), `${lines.slice(0, 30).join('\n')}\n`);
      await cloud.clock.settle();
      expect((await pointer()).hash).toBe(before.hash);
    });
  });
});

describe('a pairing that a leader records', () => {
  it('lets a student go out, until it is ended', async () => {
    await withWorld({ world: { people: 200, days: 2, end: '2026-11-20', seed: 5 } }, async (run) => {
      const { stores, cloud } = run;
      const date = '2026-11-20';
      const { people } = await generationOf(run, date);
      const student = people.find(
        ({ availability: { student: one, reasons } }) => one.state === 'student' && reasons.join() === 'STUDENT_NOT_PAIRED',
      )?.availability;
      if (student === undefined) throw new Error('the demo force has no such student on this day');
      const shift = student.timeline[0];
      const partner = people.find(
        ({ availability: { status, timeline, tutored, student: one } }) =>
          status === 'deployable' &&
          one.state === 'none' &&
          tutored.length === 0 &&
          timeline.some(({ from, to }) => from <= (shift?.from ?? '') && (shift?.to ?? '') <= to),
      )?.availability.person;
      const of = async (id: string | undefined) =>
        (await generationOf(run, date)).people.find(({ availability }) => availability.person === id)?.availability;
      await decidePair(stores, { student: student.person, partner: partner ?? '', date }, SIGNED);
      await cloud.clock.settle();
      expect(await of(student.person)).toMatchObject({ status: 'deployable', reasons: [] });
      expect(await of(partner)).toMatchObject({ tutored: [student.person], work: { reduction: 0.05 } });
      await decidePair(stores, { student: student.person, partner: null, date }, SIGNED);
      await cloud.clock.settle();
      expect(await of(student.person)).toMatchObject({ reasons: ['STUDENT_NOT_PAIRED'] });
    });
  });
});

describe('a locked day', () => {
  it('waits for an approval before another method revises it; newer rows of an event feed do not wait', async () => {
    await withWorld({}, async (run) => {
      const { stores, cloud } = run;
      cloud.clock.advance(40 * 24 * HOUR);
      await cloud.clock.settle();
      const look = async () => {
        await hintsTo(stores.clients.sqs, stores.queues.WorkQueueUrlOutput)([{ target: 'day', date: DATE }]);
        await cloud.clock.settle();
        return pointerOf(run, DATE);
      };
      const before = await pointerOf(run, DATE);
      // As if the published day had been made by an earlier version of the method.
      const earlier = { ...dayKey(DATE), ...before, method: 'earlier', hash: 'earlier', rev: before.rev + 1 };
      expect(await stores.registry.putIfRev(earlier, before.rev)).toBe(true);
      const waiting = await look();
      expect(waiting).toMatchObject({ generation: before.generation, method: 'earlier', waiting: before.method });
      expect((await look()).rev).toBe(waiting.rev);
      expect(await approveDay(stores, DATE, SIGNED)).toContain(before.method);
      await cloud.clock.settle();
      const approved = await pointerOf(run, DATE);
      expect(approved).toMatchObject({ method: before.method });
      expect(approved.waiting).toBeUndefined();
      expect(approved.history.at(-1)).toMatchObject({ revisedAfterLock: true });
      await expect(approveDay(stores, DATE, SIGNED)).rejects.toMatchObject({ code: 'NOTHING_WAITS' });

      await stores.drops.put(KEY, `${[HEADER, good(7)].join('\n')}\n`);
      await cloud.clock.settle();
      const revised = await pointerOf(run, DATE);
      expect(revised.history.length).toBe(approved.history.length + 1);
      expect(revised.history.at(-1)).toMatchObject({ revisedAfterLock: true });
    });
  });
});
