import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startCloud } from '../../local/cloud/cloud.ts';
import { localAssembly } from '../../local/demo-run.ts';
import { storesOf } from '../../local/stores.ts';

it('stopped in the middle of many reads, it ends them and closes; what was written is there at the next start', async () => {
  const data = mkdtempSync(join(tmpdir(), 'stop-'));
  try {
    const assembly = await localAssembly();
    const first = await startCloud({ assembly, data, workers: false });
    const { registry } = storesOf(first);
    const items = Array.from({ length: 4000 }, (_, n) => ({ pk: 'DROP#x', sk: String(n), text: 'x'.repeat(2000) }));
    await registry.putMany(items);
    const asked = Promise.allSettled(Array.from({ length: 60 }, () => registry.query('DROP#x')));
    await passed(60);
    await first.stop();
    expect((await asked).some(({ status }) => status === 'rejected')).toBe(true);
    const again = await startCloud({ assembly, data, workers: false });
    expect(await storesOf(again).registry.query('DROP#x')).toHaveLength(4000);
    await again.stop();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
