import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function vitest(environment: Record<string, string>): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(ROOT, 'node_modules', '.bin', 'vitest'), ['run', 'test/cloud'], {
      cwd: ROOT,
      env: { ...process.env, ...environment },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
    child.once('error', reject);
    child.once('exit', (code) => resolve({ code, said }));
  });
}

it('AWS_ENDPOINT_URL points the same tests at another deployment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'endpoint-'));
  const cloud = await startCloud({ assembly: await localAssembly(), data: null });
  try {
    const outputs = join(folder, 'outputs.json');
    writeFileSync(outputs, JSON.stringify(cloud.resources.outputs()));
    const connection = {
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_REGION: cloud.region,
      AWS_ACCESS_KEY_ID: cloud.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: cloud.credentials.secretAccessKey,
      TEST_DEPLOYMENT_OUTPUTS: outputs,
    };
    const { code, said } = await vitest(connection);
    expect(said).toMatch(/7 passed/);
    expect(code).toBe(0);
    // They really ran there: a stranger's credentials are refused by it.
    const stranger = await vitest({ ...connection, AWS_ACCESS_KEY_ID: 'AKIASTRANGER' });
    expect(stranger.code).not.toBe(0);
    expect(stranger.said).toContain('InvalidAccessKeyId');
  } finally {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
