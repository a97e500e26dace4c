import { defineConfig } from 'vitest/config';

/** What is about real processes: started, killed, drained, cut off from their database. */
export default defineConfig({
  test: {
    include: ['test/**/*.system.ts'],
    globalSetup: ['test/postgres/cluster.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
