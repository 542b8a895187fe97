import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Probe, startProbe } from './probe.ts';

const DAY = 'from=2026-11-20&to=2026-11-20';

let probe: Probe;
beforeAll(async () => {
  probe = await startProbe();
});
afterAll(() => probe.stop());

describe('each function has the rights of its own role', () => {
  const call = async (path: string, target: string, input: object) => {
    const { text } = await probe.ask(path, {}, { call: { target, input } });
    return JSON.parse(text) as { status: number; body: Record<string, unknown> };
  };
  const path = {
    productivity: '/v1/metrics',
    availability: '/v1/me/span/availability',
    operations: `/v1/org-units/FORCE/demand?${DAY}`,
    trust: '/v1/me/covers',
  } as const;
  const table = (name: string) => probe.cloud.resources.output('-data', `${name}TableName`);
  const key = (pk: string) => ({ pk: { S: pk }, sk: { S: '1' } });
  const put = (from: keyof typeof path, pk: string, of = 'Trust') =>
    call(path[from], 'DynamoDB_20120810.PutItem', { TableName: table(of), Item: key(pk) });

  it('availability writes who looked at whom, and nothing else', async () => {
    expect((await put('availability', 'SEEN#P#100010')).status).toBe(200);
    for (const pk of ['ROLES', 'GRANTS#100010', 'DECISION#day#2026-11-20', 'seen#P#1', 'XSEEN#P#1', '', '*'])
      expect([pk, (await put('availability', pk)).body.__type]).toEqual([pk, 'AccessDeniedException']);
    expect((await put('availability', 'SEEN#P#1', 'Availability')).body.__type).toBe('AccessDeniedException');
    for (const operation of ['BatchWriteItem', 'UpdateItem']) {
      const input =
        operation === 'UpdateItem'
          ? { TableName: table('Trust'), Key: key('SEEN#P#1') }
          : { RequestItems: { [table('Trust')]: [{ PutRequest: { Item: key('SEEN#P#1') } }] } };
      const { body } = await call(path.availability, `DynamoDB_20120810.${operation}`, input);
      expect(body.__type).toBe('AccessDeniedException');
    }
  });

  it('only availability reads availability; productivity writes nothing; trust writes decisions', async () => {
    const read = (from: keyof typeof path, of: string) =>
      call(path[from], 'DynamoDB_20120810.GetItem', { TableName: table(of), Key: key('x') });
    const seen = (await Promise.all((Object.keys(path) as (keyof typeof path)[]).map((from) => read(from, 'Availability')))).map(
      ({ status }) => status,
    );
    expect(seen).toEqual([400, 200, 400, 400]);
    for (const reader of ['productivity', 'operations'] as const)
      expect((await put(reader, 'SEEN#P#1')).body.__type).toBe('AccessDeniedException');
    for (const pk of ['GRANTS#1', 'ROLES', 'COVERS#1', 'DECISION#day#2026-11-20', 'SEEN#P#1'])
      expect([pk, (await put('trust', pk)).status]).toEqual([pk, 200]);
    for (const pk of ['SEEN#U#1', 'DECISION#drop#a', 'ROLES#', 'X'])
      expect([pk, (await put('trust', pk)).body.__type]).toEqual([pk, 'AccessDeniedException']);
    expect((await read('trust', 'Productivity')).body.__type).toBe('AccessDeniedException');
  });

  it('the key of cursors is given by its ARN, is the same for all, and is no environment variable', async () => {
    const environment = JSON.parse((await probe.ask(path.trust, {}, { environment: true })).text);
    const SecretId = environment.CURSOR_SECRET_ARN as string;
    expect(SecretId).toMatch(/^arn:aws:secretsmanager:eu-west-2:000000000000:secret:CursorSecret/);
    const values = await Promise.all(
      Object.values(path).map(async (one) => (await call(one, 'secretsmanager.GetSecretValue', { SecretId })).body.SecretString),
    );
    expect(values).toEqual(Array(4).fill(expect.stringMatching(/^[A-Za-z0-9]{64}$/)));
    expect(new Set(values).size).toBe(1);
    expect(JSON.stringify(environment)).not.toContain(values[0]);
    const other = await call(path.trust, 'secretsmanager.GetSecretValue', { SecretId: `${SecretId}x` });
    expect(other.body.__type).toBe('AccessDeniedException');
    const { body } = await call(path.trust, 'secretsmanager.PutSecretValue', { SecretId, SecretString: 'mine' });
    expect(body.__type).toBe('NotImplemented');
  });
});
