import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, type Probe, post, problemOf, type Sent, send, shownOf, startProbe } from './probe.ts';

const lines: string[] = [];
let probe: Probe;
beforeAll(async () => {
  probe = await startProbe({ onAccess: (line) => lines.push(line) });
});
afterAll(() => probe.stop());

async function eventOf(path: string, sent: Sent = {}) {
  const { status, text } = await probe.ask(path, sent);
  expect(status).toBe(200);
  return JSON.parse(text);
}

describe('what a function is given', () => {
  it('is the event that AWS makes of a request with a Cognito authorizer, to the last name', async () => {
    const { status, text } = await probe.ask('/v1/people/100%20010/availability?from=2026-11-01&to=2026-11-20&to=a%2Bb+c', {
      headers: [
        ['User-Agent', 'curl/8.5.0'],
        ['accept', 'application/json'],
        ['X-Twice', 'one'],
        ['x-twice', 'two'],
        ['X-Forwarded-For', '10.1.2.3'],
        ['TE', 'trailers'],
      ],
    });
    expect(status).toBe(200);
    const event = JSON.parse(text);
    const token = event.headers.Authorization;
    const { requestId, extendedRequestId } = event.requestContext;
    expect([requestId, extendedRequestId]).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), expect.stringMatching(/^.{15}=$/)]);
    const apiId = probe.cloud.resources.only('AWS::ApiGateway::RestApi').name;
    const resource = '/v1/people/{person}/availability';
    const host = new URL(probe.cloud.apiEndpoint).host;
    const { jti, origin_jti, sub } = event.requestContext.authorizer.claims;
    const single = {
      Host: host,
      Authorization: token,
      'User-Agent': 'curl/8.5.0',
      accept: 'application/json',
      'X-Forwarded-For': '10.1.2.3, 127.0.0.1',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Proto': 'https',
    };
    expect(event).toEqual({
      resource,
      path: '/v1/people/100%20010/availability',
      httpMethod: 'GET',
      headers: { ...single, 'X-Twice': 'two' },
      multiValueHeaders: {
        ...Object.fromEntries(Object.entries(single).map(([name, value]) => [name, [value]])),
        'X-Twice': ['one', 'two'],
      },
      queryStringParameters: { from: '2026-11-01', to: 'a+b c' },
      multiValueQueryStringParameters: { from: ['2026-11-01'], to: ['2026-11-20', 'a+b c'] },
      // A REST API hands them on as they came.
      pathParameters: { person: '100%20010' },
      stageVariables: null,
      requestContext: {
        resourceId: expect.stringMatching(/^[\da-z]{6}$/),
        // Every claim is text, and two of the times are written as Java writes them.
        authorizer: {
          claims: {
            sub,
            iss: probe.cloud.identity.issuer,
            version: '2',
            client_id: probe.cloud.identity.clientId,
            origin_jti,
            token_use: 'access',
            scope: 'openid dashboard/read dashboard/write',
            auth_time: String(NOW / 1000),
            exp: 'Fri Nov 20 10:30:00 UTC 2026',
            iat: 'Fri Nov 20 10:15:00 UTC 2026',
            jti,
            username: 'dir-100010',
          },
        },
        resourcePath: resource,
        httpMethod: 'GET',
        extendedRequestId,
        requestTime: '20/Nov/2026:10:15:00 +0000',
        path: '/local/v1/people/100%20010/availability',
        accountId: '000000000000',
        protocol: 'HTTP/1.1',
        stage: 'local',
        domainPrefix: apiId,
        requestTimeEpoch: NOW,
        requestId,
        identity: {
          cognitoIdentityPoolId: null,
          accountId: null,
          cognitoIdentityId: null,
          caller: null,
          sourceIp: '127.0.0.1',
          principalOrgId: null,
          accessKey: null,
          cognitoAuthenticationType: null,
          cognitoAuthenticationProvider: null,
          userArn: null,
          userAgent: 'curl/8.5.0',
          user: null,
          apiKey: null,
          apiKeyId: null,
          clientCert: null,
        },
        domainName: `${apiId}.execute-api.eu-west-2.amazonaws.com`,
        apiId,
      },
      body: null,
      isBase64Encoded: false,
    });
    for (const id of [jti, origin_jti, sub])
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('has null for what there is none of, and the body as text', async () => {
    expect(await eventOf('/v1/metrics')).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      body: null,
    });
    const cover = { cover: '1', from: '2026-11-20T10:00:00Z', to: '2026-11-21T10:00:00Z', reason: 'Größe 🚓' };
    expect(await eventOf('/v1/me/covers', post(cover))).toMatchObject({
      body: JSON.stringify(cover),
      isBase64Encoded: false,
    });
  });
});

describe('which method answers', () => {
  it.each([
    ['/v1/people/100010', '/v1/people/{person}', { person: '100010' }],
    ['/v1/people/100010/', '/v1/people/{person}', { person: '100010' }],
    ['/v1/people/%2e%2e', '/v1/people/{person}', { person: '%2e%2e' }],
    ['/v1/people/a%2Fb/reports', '/v1/people/{person}/reports', { person: 'a%2Fb' }],
    ['/v1/people/..', '/v1/people/{person}', { person: '..' }],
    ['/v1/productivity/comparison/people?metric=arrests', '/v1/productivity/comparison/people', null],
    [
      '/v1/people/1/availability/2026-11-20/explanation',
      '/v1/people/{person}/availability/{date}/explanation',
      { person: '1', date: '2026-11-20' },
    ],
  ])('%s is %s', async (path, resource, pathParameters) => {
    expect(await eventOf(path)).toMatchObject({ resource, pathParameters });
  });

  it.each([
    ['GET', '/'],
    ['GET', '/v1'],
    ['GET', '/v2/me'],
    ['GET', '/V1/metrics'],
    ['GET', '//v1/metrics'],
    ['GET', '/v1//metrics'],
    ['GET', '/v1/people//reports'],
    ['GET', '/v1/metrics/x'],
    ['GET', '/local/v1/metrics'],
    ['GET', 'http://127.0.0.1/v1/metrics'],
    ['GET', '/__proto__'],
    ['HEAD', '/v1/metrics'],
    ['OPTIONS', '/v1/metrics'],
    ['POST', '/v1/metrics'],
    ['PUT', '/v1/me/covers'],
    ['PATCH', '/v1/roles'],
    ['TRACE', '/v1/metrics'],
  ])('none for %s %s, with a token or without', async (method, path) => {
    const requests = [probe.ask(path, { method }), send(probe.cloud.apiEndpoint, path, { method })];
    for (const received of await Promise.all(requests)) {
      if (method === 'HEAD') expect([received.status, received.text]).toEqual([404, '']);
      else expect(shownOf(received)).toEqual(problemOf(404, 'Not Found', 'NO_SUCH_ROUTE'));
    }
  });

  it('none for a name that leads here by a trick of DNS', async () => {
    for (const host of ['dashboard.example', '127.0.0.1.example:80', '127.0.0.2', ''])
      expect((await probe.ask('/v1/metrics', { headers: [['Host', host]] })).status).toBe(403);
    const { port } = new URL(probe.cloud.apiEndpoint);
    expect((await probe.ask('/v1/metrics', { headers: [['Host', `localhost:${port}`]] })).status).toBe(200);
  });
});

describe('the access log', () => {
  it('names the route and how it ended, never an id, a query, a token or a fault', async () => {
    lines.length = 0;
    await probe.ask('/v1/people/100010/availability?from=2026-11-01&to=2026-11-20');
    await probe.ask('/v1/people?q=Ashford', {}, { fails: 'Ashford' });
    await send(probe.cloud.apiEndpoint, '/v1/people/100010');
    await probe.ask('/nowhere/100010');
    const told = lines.map((line) => JSON.parse(line));
    expect(told.map(({ route, status, refusal, functionStatus }) => [route, status, refusal, functionStatus])).toEqual([
      ['GET /v1/people/{person}/availability', '200', '-', '200'],
      ['GET /v1/people', '502', 'DEFAULT_5XX', '200'],
      ['GET /v1/people/{person}', '401', 'UNAUTHORIZED', '-'],
      ['GET -', '404', 'MISSING_AUTHENTICATION_TOKEN', '-'],
    ]);
    expect(lines.join('\n')).not.toMatch(/100010|Ashford|2026-11|eyJ/);
    expect(Object.keys(told[0])).toEqual([
      'requestId',
      'time',
      'route',
      'status',
      'latencyMs',
      'length',
      'refusal',
      'functionStatus',
      'functionMs',
    ]);
  });
});
