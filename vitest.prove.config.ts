import { defineConfig } from 'vitest/config';
import whole from './vitest.config.ts';

/** Long proofs, by `npm run prove`. */
export default defineConfig({
  test: { ...whole.test, include: ['test/prove/**/*.test.ts'], exclude: [], testTimeout: 1_800_000 },
});
