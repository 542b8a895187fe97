import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCloud } from '../../local/cloud/cloud.ts';
import { loadAssembly } from '../../local/cloud/template.ts';
import { localAssembly } from '../../local/demo-run.ts';

interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}
const TEMPLATE = 'local-data.template.json';
const source = await localAssembly();

describe('what the embedded cloud does not know is a named error', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assembly-'));
    cpSync(source, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const change = (edit: (template: Template) => void) => {
    const template = JSON.parse(readFileSync(join(folder, TEMPLATE), 'utf8')) as Template;
    edit(template);
    writeFileSync(join(folder, TEMPLATE), JSON.stringify(template));
    return () => loadAssembly(folder, 'http://127.0.0.1:1');
  };

  it('a resource type', () => {
    const load = change((template) => {
      template.Resources.Topic = { Type: 'AWS::SNS::Topic', Properties: {} };
    });
    expect(load).toThrow(
      expect.objectContaining({
        code: 'NOT_EMULATED',
        message: expect.stringContaining('AWS::SNS::Topic (Topic in local-data)'),
      }),
    );
  });

  it('a property', () => {
    const load = change((template) => {
      for (const { Type, Properties } of Object.values(template.Resources))
        if (Type === 'AWS::S3::Bucket') Properties.ReplicationConfiguration = {};
    });
    expect(load).toThrow(/the property ReplicationConfiguration of AWS::S3::Bucket/);
  });

  it('a template function', () => {
    const load = change((template) => {
      for (const { Type, Properties } of Object.values(template.Resources))
        if (Type === 'AWS::S3::Bucket') Properties.Tags = { 'Fn::ImportValue': 'x' };
    });
    expect(load).toThrow(/the template function Fn::ImportValue/);
  });

  it('and it refuses to be taken for the real thing', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(startCloud({ assembly: source, data: null })).rejects.toThrow(/NODE_ENV=production/);
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});
