import { beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import { coldApi, memoryApi } from '../../local/memory/api.ts';
import { type MemoryForce, memoryForce } from '../../local/memory/force.ts';
import type { Call } from '../../local/memory/table.ts';
import { questionsAbout } from './questions.ts';
import { withRows } from './rows.ts';

const WORLD = { people: 60, days: 3, end: '2026-11-08', seed: 7 } as const;
const [CONSTABLE, DETECTIVE, CHIEF] = ['dir-100008', 'dir-100046', 'dir-100004'];
const LEFT = '100011';
const UNIT = '/v1/org-units/FORCE/productivity?from=2026-11-06&to=2026-11-08';

describe('an answer to everybody', { timeout: 600_000 }, () => {
  const files = [...demoFiles(WORLD)];
  const calls: Call[] = [];
  let memory: MemoryForce;
  beforeAll(async () => {
    memory = memoryForce(atLocalTime('2026-11-09', '10:00'), (call) => void calls.push(call));
    await memory.publish(files);
  }, 600_000);

  /** Tables of which something is read for a question. */
  async function readFor(ask: ReturnType<typeof memoryApi>, username: string, path: string): Promise<string[]> {
    calls.length = 0;
    expect((await ask(username, path)).statusCode, path).toBe(200);
    return [...new Set(calls.map(({ table }) => table))].sort();
  }

  const questions = questionsAbout('100011', '100008', '100033');
  const open = ROUTES.flatMap(({ id, method, servedBy }) =>
    method === 'GET' && servedBy === 'productivity' ? [[id, questions[id]] as const] : [],
  );

  it.each(open)('%s: is the same from a function that others have asked before', async (_, paths) => {
    const warm = memoryApi(memory);
    for (const path of paths) {
      for (const other of [CONSTABLE, CHIEF, CONSTABLE]) await warm(other, path);
      expect(await warm(DETECTIVE, path), path).toEqual(await coldApi(memory)(DETECTIVE, path));
    }
  });

  it('is made once: the next one who asks costs no figure, but is looked up', async () => {
    const ask = memoryApi(memory);
    expect(await readFor(ask, CONSTABLE, UNIT)).toEqual(['organisation', 'productivity', 'registry', 'trust']);
    expect(await readFor(ask, DETECTIVE, UNIT)).toEqual(['organisation', 'trust']);
    expect(await readFor(ask, CHIEF, `${UNIT}&window=28`)).toContain('productivity');
  });

  it('is the same for two who ask a function that has just started at one moment', async () => {
    const ask = memoryApi(memory);
    const [first, second] = await Promise.all([ask(CONSTABLE, UNIT), ask(DETECTIVE, UNIT)]);
    expect(first).toEqual(await coldApi(memory)(CONSTABLE, UNIT));
    expect(second).toEqual(first);
  });

  it('is no way in: who may not ask gets none', async () => {
    const ask = memoryApi(memory);
    expect((await ask(CONSTABLE, UNIT)).statusCode).toBe(200);
    expect((await ask('dir-999999', UNIT)).statusCode).toBe(403);
  });

  it('is made again once a day of it is published anew, and for another organisation', async () => {
    const ask = memoryApi(memory);
    const name = async () => JSON.parse((await ask(CONSTABLE, `/v1/people?q=${LEFT}`)).body).people[0].name as string;
    const arrests = async () => JSON.parse((await ask(CONSTABLE, UNIT)).body).counts.arrests.value as number[];
    const [before, nameBefore] = [await arrests(), await name()];
    expect(before[1]).toBeGreaterThan(0);
    const changed = withRows(
      files.filter(({ key }) => /^connect\/arrests|^fusion\/people/.test(key)),
      {
        arrests: (rows) => rows.filter(({ arrest_id = '' }) => !arrest_id.includes('20261107')),
        people: (rows) => rows.map((row) => (row.employee_no === LEFT ? { ...row, surname: 'Changed' } : row)),
      },
    );
    await memory.publish(changed);
    // Pointers of days are kept so long.
    memory.now += 30_000;
    expect(await arrests()).toEqual([before[0], 0, before[2]]);
    expect(await name()).toBe(nameBefore.replace(/^[^,]+/, 'Changed'));
  });

  it('is kept no longer than there is room: the one asked for longest ago goes first', async () => {
    const ask = memoryApi(memory);
    // A name that nobody has counts for 30 days of 20,000.
    const words = Array.from({ length: 667 }, (_, n) => `/v1/people?q=no-${n}`);
    await ask(CONSTABLE, UNIT);
    for (const path of words.slice(0, 660)) await ask(CONSTABLE, path);
    expect(await readFor(ask, CONSTABLE, UNIT)).not.toContain('productivity');
    for (const path of words) await ask(CONSTABLE, path);
    expect(await readFor(ask, CONSTABLE, UNIT)).toContain('productivity');
  });

  it('of pages is not kept: it names who asks in its cursor', async () => {
    const long = '/v1/org-units/FORCE/productivity?from=2026-10-01&to=2026-11-08&window=365';
    const ask = memoryApi(memory);
    const cursor = async (username: string) => JSON.parse((await ask(username, long)).body).cursor as string | null;
    const [first, second] = [await cursor(CONSTABLE), await cursor(DETECTIVE)];
    expect([first, second, first === second]).toEqual([expect.any(String), expect.any(String), false]);
  });
});
