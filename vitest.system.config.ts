import { defineConfig } from 'vitest/config';

/** What is about real processes: started, killed, drained, cut off from their database. */
export default defineConfig({
  test: {
    include: ['test/**/*.system.ts'],
    globalSetup: ['test/postgres/cluster.ts'],
    setupFiles: ['test/draws.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
