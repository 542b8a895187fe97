import { appendFileSync } from 'node:fs';
import { it } from 'vitest';
import { productOf } from '/work/main/sim/variant-product.ts';
import { VARIANTS } from '/work/main/sim/variants.ts';
import { firstFailing, profileOf } from '/work/main/test/sim/seeds.ts';

const part = Number(process.env.PART);
it('froms', { timeout: 3600000 }, async () => {
  for (const [at, v] of VARIANTS.entries()) {
    if (at % 2 !== part) continue;
    const began = Date.now();
    const profile = profileOf(v.profile);
    const failing = await firstFailing({ ...profile, watch: v.watch ?? profile.watch }, 500, await productOf(v), 0);
    appendFileSync(
      '/tmp/froms.txt',
      `${v.name}: ${failing?.seed ?? 'NONE'} (was ${v.from ?? 0}) ${(Date.now() - began) / 1000} s\n`,
    );
  }
});
