import { defineConfig } from 'vitest/config';

/** The tests of the pure core alone: fast enough to run once a mutant. */
export default defineConfig({ test: { include: ['test/lib/**/*.test.ts'], maxWorkers: 1, testTimeout: 60_000 } });
