import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../lib/api/routes.ts';
import { type Abused, constable, days, MARK, OWN, openAbused, refused, sergeant, tutor, WEEK } from './abused.ts';

describe('abuse of what is asked', { timeout: 600_000 }, () => {
  let world: Abused;
  beforeAll(async () => {
    world = await openAbused();
  }, 600_000);
  afterAll(() => world?.stop());
  const ask: Abused['ask'] = (...asked) => world.ask(...asked);
  const post: Abused['post'] = (...asked) => world.post(...asked);
  const raw: Abused['raw'] = (...asked) => world.raw(...asked);

  describe('somebody else', () => {
    const ABOUT = [
      ['availability', `/availability?${WEEK}`],
      ['explanation', '/availability/2026-11-05/explanation'],
      ['figures by day', `/productivity/days?${WEEK}`],
      ['records', '/productivity/records?date=2026-11-05'],
      ['pairings', '/pairings?date=2026-11-05'],
    ] as const;
    const whole = async (person: string, path: string) => {
      await world.api.token(`dir-${person}`);
      world.api.calls();
      const { status, headers, text } = await ask(person, path);
      const kept = [...headers].filter(([name]) => !['x-amzn-requestid', 'date'].includes(name));
      return { status, headers: kept, text, calls: world.api.calls() };
    };

    it.each(ABOUT)('by number, unknown or not: the same status, body, headers and calls for %s', async (_, path) => {
      const unknown = await whole(constable, `/v1/people/999999${path}`);
      expect(unknown.status).toBe(403);
      for (const other of [tutor, sergeant, '100050', '100001', '0', MARK])
        expect(await whole(constable, `/v1/people/${other}${path}`), other).toEqual(unknown);
    });

    it('one number after the other: nothing tells who exists', async () => {
      const numbers = Array.from({ length: 80 }, (_, at) => String(100_001 + at)).filter((number) => number !== constable);
      const answers = new Set<string>();
      for (const number of numbers)
        answers.add(JSON.stringify(await whole(constable, `/v1/people/${number}/availability?${WEEK}`)));
      expect(answers.size).toBe(1);
    });

    it('by the question who may see whom: no word on others, and one word on everybody without a right', async () => {
      refused(await ask(constable, `/v1/access-decisions?subject=${tutor}&viewer=${sergeant}`), 403, 'FORBIDDEN');
      const [known, unknown] = [
        (await ask(constable, `/v1/access-decisions?subject=${tutor}`)).json,
        (await ask(constable, '/v1/access-decisions?subject=999999')).json,
      ];
      expect([known.allowed, unknown.allowed]).toEqual([false, false]);
    });

    it('as a body: a cover, a pairing and a role for others are refused', async () => {
      const hours = { from: '2026-11-10T08:00:00Z', to: '2026-11-10T16:00:00Z', reason: 'A test.' };
      const pair = { date: '2026-11-10', partner: tutor, reason: 'A test.' };
      refused(await post(constable, `/v1/people/${tutor}/pairings`, pair), 403, 'FORBIDDEN');
      refused(await post(constable, '/v1/people/999999/pairings', pair), 403, 'FORBIDDEN');
      refused(await post(constable, '/v1/me/covers', { cover: tutor, leader: sergeant, ...hours }), [403, 422]);
      refused(
        await post(constable, '/v1/roles', { person: tutor, role: 'auditor', from: '2026-11-10', to: null, reason: 'x' }),
        403,
      );
      refused(await post(constable, '/v1/roles/r/approval', {}), 403);
      refused(await ask(constable, '/v1/roles/r', { method: 'DELETE' }), 403);
      refused(await ask(constable, `/v1/me/covers/${MARK}`, { method: 'DELETE' }), 403);
    });

    it('by headers that claim to be somebody: they count for nothing', async () => {
      const headers = { 'x-user': 'dir-100006', 'x-amzn-oidc-identity': 'dir-100006', 'x-forwarded-user': 'dir-100006' };
      refused(await ask(constable, `/v1/people/${tutor}/availability?${WEEK}`, { headers }), 403, 'FORBIDDEN');
      expect((await ask(constable, '/v1/me', { headers })).json.person.id).toBe(constable);
    });
  });

  describe('ranges and dates', () => {
    it.each([
      ['the end before the beginning', `${OWN}?${days('2026-11-08', '2026-11-02')}`, 422, 'BAD_RANGE'],
      ['401 days', `${OWN}?${days('2025-10-04', '2026-11-08')}`, 422, 'RANGE_TOO_LONG'],
      ['a century', `${OWN}?${days('1926-11-08', '2026-11-08')}`, 422, 'RANGE_TOO_LONG'],
      ['windows of 300 years', `/v1/people/${constable}/productivity?${days('1900-01-01', '2199-12-31')}`, 422, 'RANGE_TOO_LONG'],
      ['the year 0', `${OWN}?${days('0000-01-01', '0000-01-01')}`, 400, 'BAD_REQUEST'],
      ['the last day of four digits', `${OWN}?${days('9999-12-31', '9999-12-31')}`, 400, 'BAD_REQUEST'],
      ['a day before all that is counted', `${OWN}?${days('1899-12-31', '1900-01-01')}`, 400, 'BAD_REQUEST'],
      ['30 February', `${OWN}?${days('2026-02-30', '2026-11-08')}`, 400, 'BAD_REQUEST'],
      ['the thirteenth month', `${OWN}?${days('2026-13-01', '2026-11-08')}`, 400, 'BAD_REQUEST'],
      ['a date without zeroes', `${OWN}?${days('2026-1-1', '2026-11-08')}`, 400, 'BAD_REQUEST'],
      ['an instant', `${OWN}?${days('2026-11-02T00:00:00Z', '2026-11-08')}`, 400, 'BAD_REQUEST'],
      ['digits of another script', `${OWN}?${days('２０２６-11-02', '2026-11-08')}`, 400, 'BAD_REQUEST'],
      ['five digits of a year', `${OWN}?${days('+12026-01-01', '2026-11-08')}`, 400, 'BAD_REQUEST'],
      ['a date and more', `${OWN}?${days('2026-11-02', `2026-11-08${MARK}`)}`, 400, 'BAD_REQUEST'],
      ['29 February of no leap year', `${OWN}?${days('2025-02-29', '2025-03-01')}`, 400, 'BAD_REQUEST'],
      ['30 February in the path', `/v1/people/${constable}/availability/2026-02-30/explanation`, 400, 'BAD_REQUEST'],
      ['a window of 2 days', `/v1/org-units/A01/productivity?${WEEK}&window=2`, 400, 'BAD_REQUEST'],
      ['a window of 1e1 days', `/v1/org-units/A01/productivity?${WEEK}&window=1e1`, 400, 'BAD_REQUEST'],
      ['an instant for now', '/v1/me/span/availability?at=2026-11-08T10:00:00Z', 400, 'BAD_REQUEST'],
    ] as const)('%s', async (_, path, status, code) => refused(await ask(constable, path), status, code));

    it.each(['1900-01-01', '2199-12-31'])(
      'the edge of the calendar, %s, is a day of which nothing is published',
      async (date) => {
        for (const path of [
          ...[`${OWN}?${days(date, date)}`, `${OWN}/${date}/explanation`, `/v1/me/span/availability?at=${date}`],
          ...['1', '28', '365'].map((window) => `/v1/people/${constable}/productivity/days?${days(date, date)}&window=${window}`),
          ...['1', '365'].map((window) => `/v1/org-units/FORCE/productivity?${days(date, date)}&window=${window}`),
          `/v1/org-units/A01/productivity/variation?metric=arrests&to=${date}`,
          `/v1/productivity/comparison?metric=arrests&type=TEAM&within=FORCE&window=${date}`,
          ...[`/v1/peer-groups?window=${date}`, `/v1/org-units/A01/members?asOf=${date}`, `/v1/methodology?asOf=${date}`],
          ...[`/v1/org-units/A01/availability?date=${date}`, `/v1/org-units/A01/availability/people?date=${date}`],
          `/v1/people/${constable}/productivity?${days(date, date)}`,
          `/v1/people/${constable}/productivity/records?date=${date}`,
          `/v1/people/${constable}/pairings?date=${date}`,
        ])
          expect((await ask(constable, path)).status, path).toBeLessThan(500);
      },
    );
  });

  describe('parameters', () => {
    it.each([
      ['given twice', `${OWN}?${WEEK}&to=2026-11-08`],
      ['given twice with another value', `${OWN}?${WEEK}&to=${MARK}`],
      ['unknown', `${OWN}?${WEEK}&${MARK}=1`],
      ['unknown, of an object', `${OWN}?${WEEK}&__proto__=${MARK}`],
      ['unknown, of a class', `${OWN}?${WEEK}&constructor=${MARK}`],
      ['with brackets', `${OWN}?${WEEK}&to[$gt]=${MARK}`],
      ['empty', `${OWN}?from=&to=2026-11-08`],
      ['blank', `${OWN}?from=%20&to=2026-11-08`],
      ['left out', `${OWN}?to=2026-11-08`],
      ['of another case', `${OWN}?From=2026-11-02&to=2026-11-08`],
      ['a metric there is not', `/v1/org-units/A01/productivity/variation?metric=${MARK}`],
      ['a kind of unit there is not', `/v1/productivity/comparison?metric=arrests&type=${MARK}&within=FORCE`],
      ['a name of one letter', '/v1/people?q=a'],
      ['a name of blanks', '/v1/people?q=%20%20%20'],
      ['a name of 81 letters', `/v1/people?q=${MARK.repeat(21)}`],
      ['a number of 65 characters', `/v1/people/${MARK.padEnd(65, '1')}`],
      ['a unit of 65 characters', `/v1/org-units/${MARK.padEnd(65, '1')}`],
      ['a cursor of 1,025 characters', `/v1/org-units/A01/members?cursor=${MARK.repeat(257)}`],
      ['a sort by availability', `/v1/org-units/A01-RES-1/productivity/people?order=score`],
      ['a sort by availability of members', '/v1/org-units/A01-RES-1/members?sort=daysToExpiry'],
      ['an order there is not', '/v1/org-units/A01-RES-1/availability/people?order=sickness'],
      ['a page size', '/v1/org-units/A01-RES-1/members?limit=100000'],
      ['a past run', `${OWN}?${WEEK}&asOf=2026-11-01`],
    ])('%s', async (_, path) => refused(await ask(constable, path), 400));

    it('of 64 characters are looked up like any other', async () => {
      refused(await ask(constable, `/v1/people/${MARK.padEnd(64, '1')}`), 404, 'PERSON_NOT_FOUND');
      refused(await ask(constable, `/v1/people/${MARK.padEnd(64, '1')}/availability?${WEEK}`), 403, 'FORBIDDEN');
    });

    it('a thousand of them at once are one refusal', async () => {
      const many = Array.from({ length: 1000 }, (_, at) => `${MARK}${at}=1`).join('&');
      refused(await raw(`/v1/me?${many}`), 400);
    });
  });

  const STRINGS = [
    ...[`${MARK}\r\nSet-Cookie: a=b`, `${MARK}' OR 1=1 --`, `{"$gt":"${MARK}"}`, `${MARK}#P#100006`, `${MARK}/../100006`],
    ...[`${MARK}%2F100006`, `${MARK}\0`, `../../${MARK}`, `<script>${MARK}</script>`, `=cmd|'${MARK}'!A1`],
    ...[`${MARK}\u202e\ud83d\udc6e`, `\${jndi:ldap://${MARK}}`, `${MARK}; DROP TABLE people`, `O#${MARK}#DIR#dir-100006`],
  ];
  const FIXED: Readonly<Record<string, string>> = {
    ...{ from: '2026-11-02', to: '2026-11-08', date: '2026-11-05', metric: 'arrests', type: 'TEAM', within: 'FORCE' },
    ...{ q: 'or', person: constable, unit: 'A01', viewer: constable, subject: constable, cover: 'c', grant: 'r' },
  };

  describe('texts that other programs would run, in every parameter of every route', () => {
    const reading = ROUTES.filter(({ method }) => method === 'GET');
    const cases = reading.flatMap((route) =>
      [...Object.keys(route.params.shape), ...Object.keys(route.query.shape)].map((name) => [route.id, name] as const),
    );

    it.each(cases)('%s, %s', async (id, name) => {
      const route = reading.find((one) => one.id === id);
      if (route === undefined) throw new Error('no such route');
      for (const text of STRINGS) {
        const value = (one: string) => encodeURIComponent(one === name ? text : (FIXED[one] ?? ''));
        const path = route.path.replaceAll(/\{(\w+)\}/g, (_, one: string) => value(one));
        const wanted = Object.entries(route.query.shape).filter(
          ([one, schema]) => one === name || !schema.safeParse(undefined).success,
        );
        const query = wanted.map(([one]) => `${one}=${value(one)}`).join('&');
        const reply = await raw(`${path}${query === '' ? '' : `?${query}`}`);
        expect(reply.headers['set-cookie']).toBeUndefined();
        // A search finds nobody, and who may see whom names who was asked about.
        if (reply.status === 200) expect(['people', 'accessDecision', 'comparisonPeople']).toContain(id);
        else refused(reply, [400, 403, 404, 422]);
      }
    });
  });

  // Last: it looks at what all of the above left behind.
  it('left nothing of itself in any log, and no fault of a function', () => world.leftNothing());
});
