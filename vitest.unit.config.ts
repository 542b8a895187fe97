import { defineConfig } from 'vitest/config';

/** The tests of the pure core alone, which keep no state in modules: without isolation fast enough to run once a mutant. */
export default defineConfig({
  test: {
    include: ['test/lib/**/*.test.ts'],
    // Their worlds take longer than a mutant may: mutants of access are killed by the tests beside them.
    exclude: ['small-worlds', 'wrong-products', 'laws'].map((name) => `test/lib/access/${name}.test.ts`),
    maxWorkers: 1,
    isolate: false,
    testTimeout: 60_000,
  },
});
