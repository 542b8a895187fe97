import { defineConfig } from 'vitest/config';

// What an operator looks at by `ops` is no place for tests.
delete process.env.DEPLOYMENT_OUTPUTS;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/prove/**', 'test/client/**', 'test/e2e/**'],
    globalSetup: ['test/assembly.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores: a third process would only make the timings worse.
    maxWorkers: 2,
    env: { CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true' },
  },
});
