import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pacedAssembly } from '../bench/deployment.ts';
import { localAssembly } from '../local/demo-run.ts';
import { searchFolder } from './canary/search.ts';

/** Once before all test files: two of them at the same time would write the same folder. Once after them: what they logged is searched. */
export default async function setup(): Promise<() => void> {
  process.env.CDK_VALIDATION = 'false';
  const transcripts = mkdtempSync(join(tmpdir(), 'transcripts-'));
  process.env.TRANSCRIPTS = transcripts;
  await localAssembly();
  await pacedAssembly();
  return () => {
    const began = performance.now();
    const { findings, files, bytes } = searchFolder(transcripts);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    if (findings.length === 0) {
      rmSync(transcripts, { recursive: true });
      console.log(
        `Logs, errors and messages set aside: ${files} files, ${(bytes / 1e6).toFixed(1)} MB searched in ${seconds} s.`,
      );
      return;
    }
    const lines = findings.map(({ file, offset, canary }) => `  ${join(transcripts, file)}, at byte ${offset}: ${canary}`);
    throw new Error(
      `${findings.length} lines have what must never be logged (CONTRIBUTING.md):\n${lines.slice(0, 20).join('\n')}`,
    );
  };
}
