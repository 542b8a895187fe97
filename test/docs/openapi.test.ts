import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../lib/api/routes.ts';
import { OPENAPI, openApiText } from '../../scripts/openapi.ts';

describe('docs/openapi.json', () => {
  const text = readFileSync(OPENAPI, 'utf8');

  it('is what the routes and the schemas of their answers make: npm run openapi writes it', () => {
    expect(text).toBe(openApiText());
  });

  it('has every route once, with a scope, and every problem that the gateway may answer', () => {
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(ROUTES.map(({ id }) => id).sort());
    for (const { method, operation } of operations) {
      expect(operation.security).toEqual([{ signedIn: [method === 'get' ? 'dashboard/read' : 'dashboard/write'] }]);
      for (const status of ['400', '401', '403', '413', '429', '500']) expect(operation.responses).toHaveProperty(status);
    }
  });
});

interface Operation {
  readonly operationId: string;
  readonly security: unknown;
  readonly responses: object;
}
