import { defineConfig } from 'vitest/config';
import whole from '../../../vitest.config.ts';

/** A run of its own that leaks: test/canary/way.test.ts sees it fail. */
export default defineConfig({ test: { ...whole.test, include: ['test/canary/leak/*.leak.ts'] } });
