import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FunctionalRole, type Grant, grantSchema } from '../../lib/access/grants.ts';
import type { AvailabilityDay } from '../../lib/api/responses.ts';
import { ROUTES } from '../../lib/api/routes.ts';
import { coldApi } from '../../local/memory/api.ts';
import type { MemoryForce } from '../../local/memory/force.ts';
import { type LoadedApi, openLoaded } from './loaded.ts';
import { questionsAbout, type Reading } from './questions.ts';
import { changesOf, JOB_SHARER, nextMorning, PERSONAS, SUBJECTS, worldOf } from './two-worlds.ts';

/**
 * Two worlds differ only in what one person's absences, training, restrictions, student and tutor rows, duty effects and
 * quiet duties say. Whoever has no right on the person gets the same bytes and headers after the same reads. Both stand at
 * the same instant. Nothing is made equal afterwards; over HTTP the gateway's own `x-amzn-requestid` and `date` are left out.
 */
interface World {
  readonly memory: MemoryForce;
  ask(person: string, path: string): Promise<{ status: number; answer: string; body: string; reads: string[] }>;
}

async function open(edits: ReturnType<typeof changesOf>): Promise<World> {
  let reads: string[] = [];
  const memory = await worldOf(edits, ({ table, operation, keys }) => void reads.push(`${table} ${operation} ${keys.length}`));
  await grant(memory);
  const asked = coldApi(memory);
  return {
    memory,
    async ask(person, path) {
      reads = [];
      const { statusCode: status, headers, body } = await asked(`dir-${person}`, path);
      return { status, answer: JSON.stringify([status, headers, body]), body, reads };
    },
  };
}

/** Functional roles, a cover and a break-glass that are about others. */
const ROLE_HOLDERS: Readonly<Partial<Record<FunctionalRole, string>>> = {
  hr: '100050',
  psd: '100047',
  analyst: '100048',
  auditor: '100049',
  administrator: '100051',
  workforce: '100056',
};
const [COVER, BREAK_GLASS, LEADER_COVERED, OTHER] = ['100052', '100054', '100031', '100033'];

async function grant({ tables }: MemoryForce): Promise<void> {
  const hours = { from: '2026-11-13T08:00:00Z', to: '2026-11-13T16:00:00Z', reason: 'A test.', endedAt: null };
  const grants: Grant[] = [
    ...Object.entries(ROLE_HOLDERS).map(([role, person]) => ({
      ...{ kind: 'role' as const, id: role, person, role: role as FunctionalRole, from: '2026-01-01', to: null },
      ...{ givenBy: '100001', givenAt: hours.from, reason: hours.reason, approvedBy: '100002', endedAt: null },
    })),
    { kind: 'cover', id: 'c', person: COVER, leader: LEADER_COVERED, namedBy: LEADER_COVERED, namedAt: hours.from, ...hours },
    { kind: 'break-glass', id: 'b', person: BREAK_GLASS, subject: OTHER, approvedBy: '100001', ...hours },
  ];
  for (const one of grants) {
    const sk = `${one.kind === 'break-glass' ? 'BREAKGLASS' : one.kind.toUpperCase()}#${one.id}`;
    await tables.trust.put({ pk: `GRANTS#${one.person}`, sk, rev: 1, ...grantSchema().parse(one) });
  }
}

/** Each a kind of viewer without a right on any of the subjects. */
const VIEWERS: Readonly<Record<string, string>> = {
  'peer of a response team': PERSONAS.constable,
  'job-sharer': JOB_SHARER,
  'second sergeant of the team': '100007',
  'sergeant of a neighbourhood team': '100032',
  'inspector of another department': LEADER_COVERED,
  'community support officer': PERSONAS.communitySupport,
  'human resources, police staff': '100050',
  'professional standards': '100047',
  auditor: '100049',
  administrator: '100051',
  'workforce planner': '100056',
  cover: COVER,
  'break-glass on somebody else': BREAK_GLASS,
  'nobody whom the force knows': '999999',
};

/** These ask about every subject, the others about the tutor. */
const OF_EACH: ReadonlySet<string> = new Set([
  'peer of a response team',
  'sergeant of a neighbourhood team',
  'human resources, police staff',
  'cover',
]);

/** Students and tutors who are paired with a subject in one of the worlds: their own day depends on it. */
const PAIRED = [PERSONAS.studentPaired, PERSONAS.studentNotPaired, PERSONAS.tutor, PERSONAS.transferee];
const OWN_DAY: ReadonlySet<string> = new Set<Reading>([
  'personAvailability',
  'availabilityExplanation',
  'unitAvailabilityPeople',
]);

function questions(subject: string, viewer: string, without: ReadonlySet<string> = new Set()): string[] {
  return Object.entries(questionsAbout(subject, viewer, OTHER)).flatMap(([route, paths]) => (without.has(route) ? [] : paths));
}

async function differing(first: World, second: World, viewer: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const [one, other] = [await first.ask(viewer, path), await second.ask(viewer, path)];
    expect(one.status, path).toBeLessThan(500);
    if (one.answer !== other.answer) found.push(`${path}: the answer`);
    if (one.reads.join() !== other.reads.join()) found.push(`${path}: the reads`);
  }
  return found;
}

async function hasRight({ ask }: World, viewer: string, subject: string): Promise<boolean> {
  const { status, body } = await ask(viewer, `/v1/access-decisions?subject=${subject}`);
  return status === 200 && JSON.parse(body).allowed;
}

/** Looks of one test do not stand in the answers of the next. */
async function forgetLooks({ tables: { trust } }: MemoryForce): Promise<void> {
  await trust.removeMany(trust.all().filter(({ pk }) => pk.startsWith('SEEN#')));
}

const HALF_AN_HOUR = 1_800_000;

describe('the closed records of one person', { timeout: HALF_AN_HOUR }, () => {
  let base: World;
  const worlds = new Map<string, World>();
  beforeAll(async () => {
    base = await open({});
    for (const subject of Object.values(SUBJECTS)) worlds.set(subject, await open(changesOf(subject)));
  }, HALF_AN_HOUR);
  const worldWith = (subject: string) => worlds.get(subject) as World;

  it('are asked about on every route that reads', () => {
    const reading = ROUTES.filter(({ method }) => method === 'GET').map(({ id }) => id);
    const asked = questionsAbout(PERSONAS.tutor, PERSONAS.constable, OTHER);
    expect(Object.keys(asked).toSorted()).toEqual(reading.toSorted());
    for (const [id, paths] of Object.entries(asked)) expect(paths.length, id).toBeGreaterThan(0);
  });

  describe.each(Object.entries(SUBJECTS))('of the %s', (_, subject) => {
    const asking = Object.entries(VIEWERS).filter(([kind]) => subject === PERSONAS.tutor || OF_EACH.has(kind));
    it.each(asking)('do not show to the %s, in no answer, header or number of reads', async (_kind, viewer) => {
      expect(await hasRight(base, viewer, subject)).toBe(false);
      await forgetLooks(base.memory);
      await forgetLooks(worldWith(subject).memory);
      expect(await differing(base, worldWith(subject), viewer, questions(subject, viewer))).toEqual([]);
    });

    it('do not show to anybody else without a right either', async () => {
      await forgetLooks(base.memory);
      await forgetLooks(worldWith(subject).memory);
      const found: string[] = [];
      const everybody = Array.from({ length: 60 }, (_none, at) => String(100_001 + at));
      for (const viewer of everybody.filter((id) => !PAIRED.includes(id) && id !== subject)) {
        if (await hasRight(base, viewer, subject)) continue;
        const paths = [
          ...[`/v1/people/${subject}/availability?from=2026-11-01&to=2026-11-20`, '/v1/me', '/v1/me/span/availability'],
          ...[`/v1/people/${subject}/productivity`, '/v1/org-units/A01-RES/productivity?from=2026-11-01&to=2026-11-20'],
          ...['/v1/productivity/comparison/people?metric=arrests', '/v1/freshness'],
          ...['/v1/org-units/FORCE/availability/people?date=2026-11-11', '/v1/org-units/A01-NEI-1/availability?date=2026-11-11'],
        ];
        found.push(...(await differing(base, worldWith(subject), viewer, paths)));
      }
      expect(found).toEqual([]);
    });

    it('show to a student and a tutor in nothing but their own day', async () => {
      for (const viewer of PAIRED.filter((id) => id !== subject)) {
        await forgetLooks(base.memory);
        await forgetLooks(worldWith(subject).memory);
        expect(await differing(base, worldWith(subject), viewer, questions(subject, viewer, OWN_DAY)), viewer).toEqual([]);
      }
    });
  });

  it('of a tutor reach the student as the own status, and never as what the tutor did', async () => {
    const [student, tutor] = [PERSONAS.studentPaired, PERSONAS.tutor];
    const own = async (world: World) => {
      const { body } = await world.ask(student, `/v1/people/${student}/availability?from=2026-11-01&to=2026-11-12`);
      return JSON.parse(body).days as AvailabilityDay[];
    };
    const [before, after] = [await own(base), await own(worldWith(tutor))];
    const statuses = (days: AvailabilityDay[]) => days.map(({ status, reasons }) => [status, ...reasons].join(' '));
    expect(statuses(after)).not.toEqual(statuses(before));
    const partners = [...before, ...after].flatMap((day) => day.partners);
    expect(partners.map(({ person }) => person)).toContain(tutor);
    for (const { onDuty, deployable } of partners) expect([onDuty, deployable]).toEqual([null, null]);
    const leader = await base.ask(PERSONAS.sergeant, `/v1/people/${student}/availability?from=2026-11-01&to=2026-11-12`);
    const told = (JSON.parse(leader.body).days as AvailabilityDay[]).flatMap((day) => day.partners);
    expect(told.some(({ onDuty }) => onDuty !== null)).toBe(true);
  });

  describe('do show to who has the right, each of them', () => {
    const DAY = '2026-11-11';
    const SHOWN: readonly (readonly [feed: string, date: string, of: (day: AvailabilityDay) => unknown])[] = [
      ['absences', '2026-11-03', ({ minutes }) => minutes?.notAtWork],
      ['training', DAY, ({ courses }) => courses?.find(({ code }) => code === 'FIRST_AID')],
      ['restrictions', DAY, ({ restriction }) => restriction],
      ['students', DAY, ({ student }) => student],
      ['tutors', DAY, ({ partners }) => partners.map(({ person }) => person)],
      ['duty-effects', DAY, ({ dutyEffect }) => dutyEffect],
      ['duties', DAY, ({ minutes }) => minutes?.rostered],
    ];
    it.each(SHOWN)('%s', async (_feed, date, shown) => {
      const path = `/v1/people/${PERSONAS.tutor}/availability?from=${date}&to=${date}`;
      const day = async (world: World) => JSON.parse((await world.ask(PERSONAS.tutor, path)).body).days[0] as AvailabilityDay;
      const [before, after] = [await day(base), await day(worldWith(PERSONAS.tutor))];
      expect(shown(after)).not.toEqual(shown(before));
    });

    it('the leader sees other answers wherever the person is in them', async () => {
      const paths = questions(PERSONAS.tutor, PERSONAS.sergeant);
      const found = await differing(base, worldWith(PERSONAS.tutor), PERSONAS.sergeant, paths);
      for (const part of ['/availability?', '/explanation', '/span/availability', '/availability/people?'])
        expect(
          found.some((path) => path.includes(part)),
          part,
        ).toBe(true);
    });
  });

  describe('over HTTP, with the calls that DynamoDB got', () => {
    let first: LoadedApi;
    let second: LoadedApi;
    beforeAll(async () => {
      [first, second] = [await openLoaded(base.memory), await openLoaded(worldWith(PERSONAS.tutor).memory)];
    }, HALF_AN_HOUR);
    afterAll(async () => {
      await first?.stop();
      await second?.stop();
    });

    const raw = async (api: LoadedApi, viewer: string, path: string) => {
      const { status, headers, text } = await api.ask(`dir-${viewer}`, path);
      const kept = [...headers].filter(([name]) => !['x-amzn-requestid', 'date'].includes(name));
      return { status, headers: kept, text, calls: api.calls() };
    };
    // A cursor is signed with a secret of the installation: questions of more than one page are compared in memory. The
    // description is a file beside the bundle.
    const answered = (paths: readonly string[]) => paths.filter((path) => !/window=(?:28|91)$|openapi/.test(path));

    it('a peer gets the same bytes, headers and number of calls', async () => {
      const viewer = PERSONAS.constable;
      for (const path of answered(questions(PERSONAS.tutor, viewer)))
        expect(await raw(second, viewer, path), path).toEqual(await raw(first, viewer, path));
    });

    it('the leader does not', async () => {
      const path = `/v1/people/${PERSONAS.tutor}/availability?from=2026-11-01&to=2026-11-12`;
      expect((await raw(second, PERSONAS.sergeant, path)).text).not.toBe((await raw(first, PERSONAS.sergeant, path)).text);
    });
  });

  // Last, for it moves both worlds on by a day.
  describe('changed on the next morning for days long published', () => {
    const subject = PERSONAS.tutor;
    beforeAll(async () => {
      await nextMorning(base.memory, {});
      await nextMorning(worldWith(subject).memory, changesOf(subject, true));
      await base.ask(PERSONAS.constable, '/v1/people?q=or');
      await base.ask(PERSONAS.constable, '/v1/org-units');
      await forgetLooks(base.memory);
      await forgetLooks(worldWith(subject).memory);
    }, HALF_AN_HOUR);

    it('do not show in open answers, not even as the time of the change', async () => {
      const viewer = PERSONAS.constable;
      const open = ROUTES.filter(({ servedBy }) => servedBy !== 'availability').map(({ id }) => id);
      const paths = Object.entries(questionsAbout(subject, viewer, OTHER)).flatMap(([id, own]) =>
        open.some((one) => one === id) ? own : [],
      );
      expect(await differing(base, worldWith(subject), viewer, paths)).toEqual([]);
    });

    it('show in closed answers about others as the time at which the force was computed, and as nothing else', async () => {
      const withoutTime = (answer: string) => answer.replaceAll(/(computedAt\\":\\"|computed at )[^\\]+/g, '$1');
      for (const viewer of [PERSONAS.constable, '100032', COVER]) {
        for (const path of questions(subject, viewer)) {
          const [one, other] = [await base.ask(viewer, path), await worldWith(subject).ask(viewer, path)];
          expect(withoutTime(other.answer), path).toBe(withoutTime(one.answer));
          expect(other.reads, path).toEqual(one.reads);
        }
      }
    });

    it('and were computed anew: the leader sees it', async () => {
      const path = `/v1/people/${subject}/availability?from=2026-11-02&to=2026-11-02`;
      const read = async (world: World) => JSON.parse((await world.ask(PERSONAS.sergeant, path)).body).meta.computedAt as string;
      expect(await read(worldWith(subject))).not.toBe(await read(base));
    });
  });
});
