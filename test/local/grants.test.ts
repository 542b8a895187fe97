import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessOf } from '../../local/cloud/iam.ts';
import { loadAssembly, type Resources } from '../../local/cloud/template.ts';
import { localAssembly, runDemo } from '../../local/demo-run.ts';
import { rows } from '../../scripts/gates/matrix.ts';
import type { Template } from '../../scripts/gates/template.ts';

let assembly: string;
beforeAll(async () => {
  assembly = await localAssembly();
});

/** The first of a type whose logical id is the name with the eight digits of the CDK. */
function arnOf({ all }: Resources, name: string, types: readonly string[]): string {
  const found = all.find(({ id, type }) => types.includes(type) && id.replace(/[0-9A-F]{8}$/, '') === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.arn;
}

const STORES = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::SQS::Queue'];

it('the embedded cloud answers every question of the matrix as the policies were meant', () => {
  const resources = loadAssembly(assembly, 'http://127.0.0.1:1');
  const access = accessOf(resources);
  const wrong = rows().filter(({ who, action, resource, keys = [], allowed }) => {
    const [, name = '', rest = ''] = /^<(\w+)>(.*)$/.exec(resource) ?? [];
    const asked = `${arnOf(resources, name, STORES)}${rest}`;
    try {
      access.check({ role: arnOf(resources, `${who}Role`, ['AWS::IAM::Role']) }, action, asked, { 'dynamodb:LeadingKeys': keys });
      return !allowed;
    } catch {
      return allowed;
    }
  });
  expect(wrong).toEqual([]);
});

/** Takes one action out of what a function's role is granted. */
function without(template: Template, who: string, action: string): void {
  for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type !== 'AWS::IAM::Policy' || !id.startsWith(`${who}Role`)) continue;
    const document = Properties.PolicyDocument as { Statement: { Action: string | string[] }[] };
    for (const statement of document.Statement) statement.Action = [statement.Action].flat().filter((one) => one !== action);
    document.Statement = document.Statement.filter(({ Action }) => Action.length > 0);
  }
}

describe('files come to figures', { timeout: 300_000 }, () => {
  const way = async (edit?: (template: Template) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'grants-'));
    try {
      cpSync(assembly, folder, { recursive: true });
      const file = join(folder, 'local-ingestion.template.json');
      const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
      edit?.(template);
      writeFileSync(file, JSON.stringify(template));
      const run = { people: 20, days: 1, end: '2026-11-12', seed: 7, data: null };
      const { cloud, summary } = await runDemo({ ...run, cloud: { assembly: folder } });
      await cloud.stop();
      return Object.values(summary.published).reduce((sum, count) => sum + count, 0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('with every grant', async () => {
    expect(await way()).toBeGreaterThan(5);
  });

  it.each([
    ['Ingest', 's3:GetObjectVersion'],
    ['Ingest', 's3:PutObject'],
    ['Ingest', 'dynamodb:PutItem'],
    ['Ingest', 'sqs:SendMessage'],
    ['Score', 's3:GetObject'],
    ['Score', 's3:ListBucket'],
    ['Score', 'dynamodb:BatchWriteItem'],
    ['Score', 'dynamodb:PutItem'],
    ['Score', 'dynamodb:Query'],
  ])('and not when %s may not %s', async (who, action) => {
    expect(await way((template) => without(template, who, action))).toBe(0);
  });
});
