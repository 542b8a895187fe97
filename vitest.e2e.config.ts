import { defineConfig } from 'vitest/config';
import whole from './vitest.config.ts';

/** The dashboard in Chromium against a running start, by `npm run e2e`. */
export default defineConfig({
  test: { ...whole.test, include: ['test/e2e/**/*.test.ts'], exclude: [] },
});
