import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { askFrom } from '../../bench/ask-from.ts';
import { signIn } from '../../local/sign-in.ts';
import { startProbe } from '../local/probe.ts';

const AT_ONCE = 64;
const WARM = 4000;
const MORE = 16_000;
/** A kept line of the access log alone would be more. */
const BYTES_A_REQUEST = 200;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('the embedded API keeps nothing of a request', async () => {
  const probe = await startProbe({ startAt: null });
  try {
    const { access } = await signIn(probe.cloud, 'dir-100010');
    const ask = async (total: number) => {
      const questions = [{ token: access, path: '/v1/people/100010' }];
      const asked = await askFrom({ endpoint: probe.cloud.apiEndpoint, questions, pace: { total, atOnce: AT_ONCE } });
      expect(asked.statuses).toEqual({ 200: total });
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await ask(WARM);
    expect((await ask(MORE)) - before).toBeLessThan(MORE * BYTES_A_REQUEST);
  } finally {
    await probe.stop();
  }
});
