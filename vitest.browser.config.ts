import { defineConfig } from 'vitest/config';

/** The browser stories: a real Fairway, the local Slack and a headless Chromium, one at a time. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.story.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    passWithNoTests: false,
  },
});
