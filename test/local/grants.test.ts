import { beforeAll, expect, it } from 'vitest';
import { accessOf } from '../../local/cloud/iam.ts';
import { loadAssembly, type Resources } from '../../local/cloud/template.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { rows } from '../../scripts/gates/matrix.ts';

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
