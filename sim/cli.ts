import { parseArgs } from 'node:util';
import { readForceFolder } from '../scripts/bundle.ts';
import * as product from './handlers.ts';
import { PROFILES } from './profiles.ts';
import { Run } from './run.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '0' },
    profile: { type: 'string' },
    trace: { type: 'boolean', default: false },
  },
});
const force = readForceFolder('config/demo');
const profiles = values.profile === undefined ? Object.keys(PROFILES) : [values.profile];
for (const name of profiles) {
  const profile = PROFILES[name];
  if (profile === undefined) throw new Error(`no profile ${name}`);
  const began = performance.now();
  let steps = 0;
  let failed = 0;
  for (let at = 0; at < Number(values.seeds); at += 1) {
    const outcome = await new Run(product, force, profile, Number(values.from) + at).run();
    steps += outcome.steps;
    if (outcome.violation === null) continue;
    failed += 1;
    console.log(`${name} seed ${outcome.seed}: ${outcome.violation} after ${outcome.steps} steps`);
    if (values.trace) console.log(outcome.trace.join('\n'));
  }
  console.log(`${name}: ${failed} of ${values.seeds} fail, ${steps} steps, ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
