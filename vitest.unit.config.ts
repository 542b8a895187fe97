import { defineConfig } from 'vitest/config';

/** The tests of the pure core alone, which keep no state in modules: without isolation fast enough to run once a mutant. */
export default defineConfig({
  test: {
    include: ['test/lib/**/*.test.ts'],
    // Its worlds take longer than a mutant may; decide has wrong products of its own instead (test/lib/access/wrong-products).
    exclude: ['test/lib/access/**'],
    maxWorkers: 1,
    isolate: false,
    testTimeout: 60_000,
  },
});
