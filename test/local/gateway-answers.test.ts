import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Probe, problemOf, shownOf, startProbe, type Template } from './probe.ts';

let probe: Probe;
beforeAll(async () => {
  probe = await startProbe({}, withImpatientMethod);
});
afterAll(() => probe.stop());

/** One method that is given up after a moment. */
function withImpatientMethod({ Resources }: Template): void {
  for (const { Properties } of Object.values(Resources))
    if (Properties.OperationName === 'me') Object.assign(Properties.Integration as object, { TimeoutInMillis: 300 });
}

const answering = (answer: unknown) => probe.ask('/v1/metrics', {}, { answer });

describe('what a function answers', () => {
  it('goes back as it is: status, headers of one value and of several, a body in base64', async () => {
    const { status, headers, text } = await answering({
      statusCode: 404,
      headers: { 'Content-Type': 'text/csv', ETag: '"1"', 'X-Number': 5, 'x-both': 'single' },
      multiValueHeaders: { 'X-Several': ['a', 'b'], 'X-Both': ['many'] },
      body: Buffer.from('ü;1\n').toString('base64'),
      isBase64Encoded: true,
    });
    expect([status, text]).toEqual([404, 'ü;1\n']);
    expect(headers).toMatchObject({
      'content-type': 'text/csv',
      'content-length': '5',
      etag: '"1"',
      'x-number': '5',
      'x-several': 'a, b',
      'x-both': 'many',
      'x-amzn-requestid': expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  it('without a type is JSON; without a body is empty; a status may be text', async () => {
    const { status, headers, text } = await answering({ statusCode: '204' });
    expect([status, text]).toEqual([204, '']);
    expect((await answering({ statusCode: 200, body: null })).headers['content-type']).toBe('application/json');
    expect(headers['content-type']).toBe('application/json');
  });

  it('cannot set the headers that are API Gateway’s own', async () => {
    const { headers } = await answering({
      statusCode: 200,
      headers: {
        Server: 'x',
        Date: 'x',
        Connection: 'x',
        'Content-Length': '99',
        'WWW-Authenticate': 'x',
        'Transfer-Encoding': 'x',
      },
      body: '{}',
    });
    expect(headers).toMatchObject({
      'content-length': '2',
      'x-amzn-remapped-server': 'x',
      'x-amzn-remapped-date': 'x',
      'x-amzn-remapped-connection': 'x',
      'x-amzn-remapped-content-length': '99',
      'x-amzn-remapped-www-authenticate': 'x',
    });
    for (const name of ['server', 'www-authenticate', 'transfer-encoding']) expect(headers[name]).toBeUndefined();
  });

  it.each([
    ['nothing', null],
    ['a text', 'ok'],
    ['a list', []],
    ['no status', { body: '{}' }],
    ['a status that is none', { statusCode: 'OK' }],
    ['a status out of range', { statusCode: 99 }],
    ['half a status', { statusCode: 200.5 }],
    ['a body that is no text', { statusCode: 200, body: {} }],
    ['a name that AWS does not know', { statusCode: 200, cookies: [] }],
    ['headers in a list', { statusCode: 200, headers: ['a'] }],
    ['a header of several values among those of one', { statusCode: 200, multiValueHeaders: { a: [{}] } }],
    ['a header that would begin another', { statusCode: 200, headers: { a: 'b\r\nSet-Cookie: c=d' } }],
    ['a header without a proper name', { statusCode: 200, headers: { 'a b': 'c' } }],
  ])('is no answer: %s', async (_, answer) => {
    expect(shownOf(await answering(answer))).toEqual(problemOf(502, 'Bad Gateway', 'NO_ANSWER'));
  });

  it('may be 6 MB at most', async () => {
    const length = 6 * 1024 * 1024;
    const received = await probe.ask('/v1/metrics', {}, { long: length });
    expect(shownOf(received)).toEqual(problemOf(502, 'Bad Gateway', 'NO_ANSWER'));
    expect((await probe.ask('/v1/metrics', {}, { long: length - 100 })).status).toBe(200);
  });

  it('is a 502 when it throws or its process ends, and nothing of the fault is told; the next one is well again', async () => {
    for (const does of [{ fails: 'secret' }, { exits: true }]) {
      const received = await probe.ask('/v1/metrics', {}, does);
      expect(shownOf(received)).toEqual(problemOf(502, 'Bad Gateway', 'NO_ANSWER'));
      expect((await probe.ask('/v1/metrics')).status).toBe(200);
    }
  });

  it('comes from four environments at most; more requests wait for one', async () => {
    const asked = Array.from({ length: 40 }, () => probe.ask('/v1/metrics', {}, { environment: true }));
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const environments = new Set(answers.map(({ text }) => JSON.parse(text).AWS_ACCESS_KEY_ID));
    expect(environments.size).toBeLessThanOrEqual(4);
  });

  it('is a 504 when it takes longer than API Gateway waits', async () => {
    const received = await probe.ask('/v1/me', {}, { hangs: true });
    expect(shownOf(received)).toEqual(problemOf(504, 'Gateway Timeout', 'TIMEOUT'));
  });
});
