import { beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../../demo/files.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { atLocalTime } from '../../lib/calendar.ts';
import { addDays } from '../../lib/dates.ts';
import { type AskInMemory, coldApi, memoryApi, type Question } from '../../local/memory/api.ts';
import { type MemoryForce, memoryForce } from '../../local/memory/force.ts';
import { itemSize } from '../../local/memory/item-size.ts';
import { type Call, unitsOf } from '../../local/memory/table.ts';
import { copyDays } from './copied-days.ts';

/** Two days of 560 people, the last of which ends a window of four weeks. */
const WORLD = { people: 560, days: 2, end: '2026-11-08', seed: 7 } as const;
const TODAY = '2026-11-09';
const [CHIEF, SUPERINTENDENT, CONSTABLE, SERGEANT, STAFF] = ['100001', '100003', '100008', '100006', '100179'];
/** Has worked in the window. */
const AT_WORK = '100023';
/** Days are copied this far back for one person and some units. */
const BACK = 800;
const COPIED = ['P#100008', 'U#FORCE', 'U#A01', 'U#A01-RES-1', 'U#A01-CUS'];

type Kind = 'data' | 'pointers' | 'rights' | 'audit' | 'decisions';

/** What a call is for. Only `data` grows with what is asked for. */
function kindOf({ table, operation, keys }: Call): Kind {
  if (table === 'productivity' || table === 'availability') return 'data';
  if (table === 'registry') return 'pointers';
  if (table === 'organisation' || keys[0]?.startsWith('GRANTS#')) return 'rights';
  return operation === 'PutItem' && keys[0]?.startsWith('SEEN#') ? 'audit' : 'decisions';
}

interface Counted {
  readonly calls: number;
  readonly units: number;
}

describe('the calls behind a question', { timeout: 600_000 }, () => {
  let calls: Call[] = [];
  let memory: MemoryForce;
  let ask: AskInMemory;
  beforeAll(async () => {
    memory = memoryForce(atLocalTime(TODAY, '10:00'), (call) => void calls.push(call));
    await memory.publish(demoFiles(WORLD));
    await copyDays(memory, WORLD.end, BACK, COPIED);
    ask = coldApi(memory);
  }, 600_000);

  async function counted(person: string, question: string | Question) {
    calls = [];
    const { statusCode, body } = await ask(`dir-${person}`, question);
    const byKind = (kind: Kind): Counted => {
      const own = calls.filter((call) => kindOf(call) === kind);
      return { calls: own.length, units: own.reduce((sum, { units }) => sum + units, 0) };
    };
    expect(statusCode, JSON.stringify(question)).toBeLessThan(300);
    return { json: JSON.parse(body), data: byKind('data'), rights: byKind('rights'), pointers: byKind('pointers') };
  }

  const range = (days: number) => `from=${addDays(WORLD.end, 1 - days)}&to=${WORLD.end}`;
  /** Up to 31 days of a person or unit, or one day of as many people as there are. */
  const SMALL: Readonly<Record<string, readonly (readonly [person: string, path: string])[]>> = {
    health: [[CONSTABLE, '/v1/health']],
    openapi: [[CONSTABLE, '/v1/openapi.json']],
    me: [[CHIEF, '/v1/me']],
    metrics: [[CONSTABLE, '/v1/metrics']],
    methodology: [[CONSTABLE, '/v1/methodology']],
    freshness: [[CONSTABLE, '/v1/freshness']],
    orgUnits: [[CONSTABLE, '/v1/org-units']],
    orgUnit: [[CONSTABLE, '/v1/org-units/A01']],
    orgUnitMembers: [[CONSTABLE, '/v1/org-units/FORCE/members']],
    people: [[CONSTABLE, '/v1/people?q=an']],
    person: [[CONSTABLE, `/v1/people/${CHIEF}`]],
    personReports: [[CONSTABLE, `/v1/people/${SERGEANT}/reports`]],
    personProductivity: [[CHIEF, `/v1/people/${CONSTABLE}/productivity?${range(31)}`]],
    unitProductivity: [
      [CONSTABLE, `/v1/org-units/A01/productivity?${range(31)}`],
      [CONSTABLE, `/v1/org-units/A01/productivity?${range(31)}&window=28`],
    ],
    unitProductivityPeople: [[CONSTABLE, '/v1/org-units/A01-RES-1/productivity/people']],
    unitVariation: [],
    comparison: [[CONSTABLE, '/v1/productivity/comparison?metric=arrests&type=TEAM&within=FORCE']],
    peerGroups: [[CONSTABLE, '/v1/peer-groups']],
    personRecords: [[SERGEANT, `/v1/people/${CONSTABLE}/productivity/records?date=${WORLD.end}`]],
    personProductivityDays: [
      [CONSTABLE, `/v1/people/${CONSTABLE}/productivity/days?${range(31)}`],
      [CONSTABLE, `/v1/people/${CONSTABLE}/productivity/days?${range(31)}&window=28`],
    ],
    unitProductivityDays: [[CHIEF, `/v1/org-units/A01-CUS/productivity/days?${range(31)}`]],
    comparisonPeople: [
      [AT_WORK, '/v1/productivity/comparison/people?metric=arrests'],
      [CHIEF, `/v1/productivity/comparison/people?metric=arrests&person=${AT_WORK}`],
    ],
    personAvailability: [[CHIEF, `/v1/people/${CONSTABLE}/availability?${range(31)}`]],
    availabilityExplanation: [[SERGEANT, `/v1/people/${CONSTABLE}/availability/${WORLD.end}/explanation`]],
    spanAvailability: [
      [CHIEF, '/v1/me/span/availability'],
      [CHIEF, `/v1/me/span/availability?at=${WORLD.end}`],
      [SUPERINTENDENT, '/v1/me/span/availability'],
      [SERGEANT, '/v1/me/span/availability'],
    ],
    unitAvailability: [[CHIEF, `/v1/org-units/FORCE/availability?date=${WORLD.end}`]],
    unitAvailabilityPeople: [
      [CHIEF, `/v1/org-units/FORCE/availability/people?date=${WORLD.end}`],
      [CHIEF, `/v1/org-units/A01/availability/people?date=${WORLD.end}&order=score`],
      [STAFF, `/v1/org-units/FORCE/availability/people?date=${WORLD.end}`],
    ],
    unitEstablishment: [[CHIEF, `/v1/org-units/FORCE/establishment?date=${WORLD.end}`]],
    unitDemand: [[CONSTABLE, `/v1/org-units/FORCE/demand?${range(31)}`]],
    covers: [[CHIEF, '/v1/me/covers']],
    pairings: [[SERGEANT, `/v1/people/${CONSTABLE}/pairings?date=${WORLD.end}`]],
    availabilityViews: [[CONSTABLE, '/v1/me/availability-views']],
    accessDecision: [[CONSTABLE, `/v1/access-decisions?subject=${CHIEF}`]],
  };

  it('are looked at on every route that reads and that anybody may ask', () => {
    const asked = ROUTES.filter(({ method, rule }) => method === 'GET' && rule !== 'administrator' && rule !== 'source').map(
      ({ id }) => id,
    );
    expect(Object.keys(SMALL).toSorted()).toEqual(asked.toSorted());
  });

  it.each(Object.entries(SMALL).filter(([, asked]) => asked.length > 0))(
    '%s: four calls for data and 100 units at most, for 31 days or a day of everybody',
    async (_route, asked) => {
      for (const [person, path] of asked) {
        const { data } = await counted(person, path);
        expect(data.calls, path).toBeLessThanOrEqual(4);
        expect(data.units, path).toBeLessThanOrEqual(100);
        expect(dataQueries(), path).toEqual([]);
      }
    },
  );

  /** Queries of figures that are not within the keys of one generation: between two there may lie others. */
  function dataQueries(): string[] {
    const within = [/^D#[\d-]+#r\d{5}-[0-9a-f]{16} /, /^\S.* W#([\d-]+#r\d{5}-[0-9a-f]{16})#\.\.W#\1#~$/];
    return calls
      .filter((call) => kindOf(call) === 'data' && call.operation === 'Query')
      .flatMap(({ keys }) => keys)
      .filter((key) => !within.some((one) => one.test(key)));
  }

  it('the morning view of 500 people is two calls, whoever leads them', async () => {
    const { json, data } = await counted(CHIEF, '/v1/me/span/availability');
    expect(json.people).toBeGreaterThanOrEqual(500);
    expect(json.list).toHaveLength(500);
    expect(data).toEqual({ calls: 2, units: expect.any(Number) });
  });

  it('a branch that is read at once has everybody in it, as the roll-up of its unit counts them, but not who leads it', async () => {
    const span = (await counted(CHIEF, `/v1/me/span/availability?at=${WORLD.end}`)).json;
    const unit = (await counted(CHIEF, `/v1/org-units/FORCE/availability?date=${WORLD.end}`)).json;
    const own = (await counted(CHIEF, `/v1/people/${CHIEF}/availability?from=${WORLD.end}&to=${WORLD.end}`)).json.days[0].status;
    expect({ ...span.byStatus, [own]: (span.byStatus[own] ?? 0) + 1 }).toEqual(unit.byStatus);
  });

  describe('over a longer time: at most one unit for each day that is read, in pages of four calls at most', () => {
    const LONG: readonly (readonly [name: string, person: string, path: string, days: number, window: number])[] = [
      ['a person', CHIEF, `/v1/people/${CONSTABLE}/availability?${range(400)}`, 400, 1],
      ['figures of a person', CONSTABLE, `/v1/people/${CONSTABLE}/productivity/days?${range(400)}`, 400, 1],
      ['four weeks of a person', CONSTABLE, `/v1/people/${CONSTABLE}/productivity/days?${range(400)}&window=28`, 400, 28],
      ['a unit', CONSTABLE, `/v1/org-units/A01/productivity?${range(400)}`, 400, 1],
      ['a quarter of a unit', CONSTABLE, `/v1/org-units/A01/productivity?${range(400)}&window=91`, 400, 91],
      ['a year of a unit', CONSTABLE, `/v1/org-units/A01-RES-1/productivity?${range(40)}&window=365`, 40, 365],
      ['a small unit', CHIEF, `/v1/org-units/A01-CUS/productivity/days?${range(400)}`, 400, 1],
    ];
    it.each(LONG)('%s', async (_name, person, path, days, window) => {
      let shown = 0;
      let cursor: string | null = null;
      do {
        const page = await counted(person, cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`);
        const own = (page.json.dates ?? page.json.days).length as number;
        expect(page.data.calls).toBeLessThanOrEqual(4);
        expect(page.data.units).toBeLessThanOrEqual(own + window - 1);
        expect(page.pointers.calls).toBeLessThanOrEqual(4);
        shown += own;
        cursor = page.json.cursor;
      } while (cursor !== null);
      expect(shown).toBe(days);
    });

    it('the chart of a unit', async () => {
      calls = [];
      const { statusCode } = await ask(`dir-${CONSTABLE}`, '/v1/org-units/FORCE/productivity/variation?metric=arrests');
      expect(statusCode).toBe(200);
      const data = calls.filter((call) => kindOf(call) === 'data');
      expect(data).toHaveLength(4);
      expect(data.reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(392);
    });

    it('the chart of a unit is read once by a function, whoever asks for it', async () => {
      const warm = memoryApi(memory);
      const read = async (person: string) => {
        calls = [];
        await warm(`dir-${person}`, '/v1/org-units/FORCE/productivity/variation?metric=arrests');
        return calls.filter((call) => kindOf(call) === 'data').length;
      };
      expect([await read(CONSTABLE), await read(CHIEF)]).toEqual([4, 0]);
    });

    it('the windows of a person', async () => {
      const { data, pointers } = await counted(CHIEF, `/v1/people/${CONSTABLE}/productivity?${range(400)}`);
      expect([data.calls, pointers.calls]).toEqual([1, 1]);
    });
  });

  it('that are for rights do not depend on whom one asks about', async () => {
    const names = async (person: string, subject: string) => {
      calls = [];
      await ask(`dir-${person}`, `/v1/people/${subject}/availability?${range(31)}`);
      return calls.map(({ table, operation, keys, units }) => [table, operation, keys.length, units]);
    };
    const [denied, unknown] = [await names(CONSTABLE, CHIEF), await names(CONSTABLE, '999999')];
    expect(denied).toEqual(unknown);
    expect(denied).toHaveLength(3);
  });

  it('that only read write nothing but who looked, and there is nothing that scans', async () => {
    for (const asked of Object.values(SMALL)) {
      for (const [person, path] of asked) {
        await counted(person, path);
        const writes = calls.filter(({ operation }) => !['GetItem', 'BatchGetItem', 'Query'].includes(operation));
        expect(writes.filter((call) => kindOf(call) !== 'audit')).toEqual([]);
      }
    }
  });

  it('that only write read no figure at all', async () => {
    const hours = { from: '2026-11-09T12:00:00Z', to: '2026-11-10T12:00:00Z', reason: 'A test.' };
    const cover = await counted(SERGEANT, { method: 'POST', path: '/v1/me/covers', body: { cover: CHIEF, ...hours } });
    expect(cover.data).toEqual({ calls: 0, units: 0 });
  });

  it('find every day of a person in one unit, and a line of a list in a tenth of one', () => {
    const items = memory.tables.availability.all();
    const days = items.filter(({ pk, sk }) => pk.startsWith('P#') && sk.startsWith('D#'));
    expect(Math.max(...days.map((item) => unitsOf(itemSize(item))))).toBe(1);
    const rows = items.filter(({ pk }) => pk.startsWith('D#'));
    const people = rows.flatMap((row) => JSON.parse(String(row.people)) as unknown[]).length;
    expect(rows.reduce((sum, row) => sum + itemSize(row), 0) / people).toBeLessThan(410);
  });
});
