import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../local/sign-in.ts';
import { firstOf, type Probe, post, problemOf, type Sent, send, shownOf, startProbe, type Template } from './probe.ts';

const NARROW = '/v1/health';
let probe: Probe;
beforeAll(async () => {
  probe = await startProbe({}, withNarrowMethod);
});
afterAll(() => probe.stop());

/** One method of which only two requests a day are let through. */
function withNarrowMethod(template: Template): void {
  const { MethodSettings } = firstOf(template, 'AWS::ApiGateway::Stage') as { MethodSettings: object[] };
  MethodSettings.push({
    HttpMethod: 'GET',
    ResourcePath: `/${NARROW.replaceAll('/', '~1')}`,
    ThrottlingRateLimit: 2 / 86_400,
    ThrottlingBurstLimit: 2,
  });
}

async function eventOf(path: string, sent: Sent = {}) {
  const { status, text } = await probe.ask(path, sent);
  expect(status).toBe(200);
  return JSON.parse(text);
}

describe('what is refused before a function runs', () => {
  const needed = '/v1/productivity/comparison';
  it.each([
    needed,
    `${needed}?metric=arrests&type=TEAM`,
    `${needed}?metric=&type=TEAM&within=A01`,
    `${needed}?metric=%20&type=TEAM&within=A01`,
    `${needed}?METRIC=arrests&type=TEAM&within=A01`,
  ])('a parameter that is not there: %s', async (path) => {
    expect(shownOf(await probe.ask(path))).toEqual(problemOf(400, 'Bad Request', 'BAD_PARAMETERS'));
  });

  it('not the form of a parameter, nor one too many: that is for the function to say', async () => {
    const { queryStringParameters } = await eventOf(`${needed}?metric=x&type=y&within=z&more=1`);
    expect(queryStringParameters).toEqual({ metric: 'x', type: 'y', within: 'z', more: '1' });
  });

  const cover = { cover: '1', from: '2026-11-20T10:00:00Z', to: '2026-11-21T10:00:00Z', reason: 'leave' };
  it.each([
    ['no body', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a text', '"cover"'],
    ['null', 'null'],
    ['a name missing', JSON.stringify({ ...cover, reason: undefined })],
    ['a name too many', JSON.stringify({ ...cover, admin: true })],
    ['a number for a text', JSON.stringify({ ...cover, cover: 1 })],
    ['a text too short', JSON.stringify({ ...cover, reason: '' })],
    ['a text too long', JSON.stringify({ ...cover, reason: 'x'.repeat(501) })],
    ['a time in another form', JSON.stringify({ ...cover, from: 'tomorrow' })],
  ])('a body that does not fit its model: %s', async (_, body) => {
    const received = await probe.ask('/v1/me/covers', { ...post(0), body });
    expect(shownOf(received)).toEqual(problemOf(400, 'Bad Request', 'BAD_BODY'));
    // Without a type a body is taken for JSON.
    expect((await probe.ask('/v1/me/covers', { method: 'POST', body })).status).toBe(400);
  });

  it('takes a body that fits, and one that says it is no JSON for the function to refuse', async () => {
    expect((await probe.ask('/v1/me/covers', post({ ...cover, leader: 'x' }))).status).toBe(200);
    const text: Sent = { method: 'POST', headers: [['Content-Type', 'text/plain']], body: 'cover=1' };
    expect(await eventOf('/v1/me/covers', text)).toMatchObject({ body: 'cover=1' });
  });

  it('a body of more than 10 MB, before it is read; an event of more than 6 MB', async () => {
    const tooLong: Sent = {
      method: 'POST',
      headers: [
        ['Content-Length', String(10 * 1024 * 1024 + 1)],
        ['Content-Type', 'text/plain'],
      ],
    };
    expect(shownOf(await probe.ask('/v1/me/covers', { ...tooLong, body: 'only the start' }))).toEqual(
      problemOf(413, 'Content Too Large', 'TOO_LARGE'),
    );
    const big: Sent = { method: 'POST', headers: [['Content-Type', 'text/plain']], body: Buffer.alloc(6 * 1024 * 1024, 'x') };
    expect(shownOf(await probe.ask('/v1/me/covers', big))).toEqual(problemOf(413, 'Content Too Large', 'TOO_LARGE'));
    expect(await eventOf('/v1/me/covers', { ...big, body: Buffer.alloc(1024 * 1024, 'x') })).toMatchObject({
      httpMethod: 'POST',
    });
  });

  it('more requests than a method may have; other methods go on, and a token is not even looked at', async () => {
    expect([(await probe.ask(NARROW)).status, (await probe.ask(NARROW)).status]).toEqual([200, 200]);
    const throttled = problemOf(429, 'Too Many Requests', 'THROTTLED');
    expect(shownOf(await probe.ask(NARROW))).toEqual(throttled);
    expect(shownOf(await send(probe.cloud.apiEndpoint, NARROW))).toEqual(throttled);
    expect((await probe.ask('/v1/metrics')).status).toBe(200);
  });

  it('a token without the scope of the method', async () => {
    const { access } = await signIn(probe.cloud, 'dir-100010', ['openid', 'dashboard/read']);
    const headers = [['Authorization', access] as const];
    expect((await send(probe.cloud.apiEndpoint, '/v1/me/covers', { headers })).status).toBe(200);
    const written = await send(probe.cloud.apiEndpoint, '/v1/me/covers', { ...post(cover), headers });
    expect(shownOf(written)).toEqual(problemOf(403, 'Forbidden', 'SCOPE_MISSING'));
  });
});
