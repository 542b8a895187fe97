import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../infra/app.ts';
import { readSettings } from '../../infra/settings.ts';
import { bundle } from '../../scripts/bundle.ts';
import { DEMO_FORCE } from '../lib/world.ts';

interface Template {
  Resources: Record<string, { Type: string; DeletionPolicy?: string; Properties: Record<string, unknown> }>;
  Outputs: Record<string, { Value: unknown }>;
}

const own = JSON.parse(readFileSync(join(DEMO_FORCE, 'production.json'), 'utf8')) as object;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restored-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function settings(restoredTables: object): string {
  const file = join(folder, 'settings.json');
  writeFileSync(file, JSON.stringify({ ...own, restoredTables }));
  return file;
}

describe('a table restored under another name', () => {
  let data: Template;
  let ingestion: Template;
  beforeAll(async () => {
    const bundles = join(folder, 'bundles');
    await bundle(DEMO_FORCE, bundles);
    const out = join(folder, 'out');
    synthesize({ settings: settings({ Trust: 'trust-of-monday' }), bundles, out });
    const read = (stack: string) => JSON.parse(readFileSync(join(out, `production-${stack}.template.json`), 'utf8')) as Template;
    data = read('data');
    ingestion = read('ingestion');
  });

  it('is what the outputs and the environment of every function name', () => {
    expect(data.Outputs.TrustTableName?.Value).toBe('trust-of-monday');
    const environments = Object.values(ingestion.Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => (Properties.Environment as { Variables: Record<string, unknown> }).Variables);
    expect(environments.flatMap(({ TRUST_TABLE = [] }) => TRUST_TABLE)).toEqual(['trust-of-monday', 'trust-of-monday']);
  });

  it('is what the functions are granted, and the own one is not', () => {
    const policies = JSON.stringify(Object.values(ingestion.Resources).filter(({ Type }) => Type === 'AWS::IAM::Policy'));
    expect(policies.match(/:table\/trust-of-monday"/g)).toHaveLength(2);
    expect(policies).not.toMatch(/Trust[0-9A-F]{8}/);
    expect(policies).toMatch(/Registry[0-9A-F]{8}/);
  });

  it('leaves the own one where it is', () => {
    const tables = Object.entries(data.Resources).filter(([, { Type }]) => Type === 'AWS::DynamoDB::GlobalTable');
    expect(tables).toHaveLength(5);
    expect(tables.find(([id]) => id.startsWith('Trust'))?.[1].DeletionPolicy).toBe('Retain');
  });

  it('of no table of ours, or of no name, is refused before anything is synthesized', () => {
    expect(() => readSettings(settings({ Trusts: 'trust-of-monday' }))).toThrow();
    expect(() => readSettings(settings({ Trust: '' }))).toThrow();
    expect(readSettings(join(DEMO_FORCE, 'production.json')).restoredTables).toEqual({});
  });
});
