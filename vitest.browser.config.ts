import { defineConfig } from 'vitest/config';

/** The browser stories, each with a real Fairway, its local Slack and a headless Chromium; they wait most of the time. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.story.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
