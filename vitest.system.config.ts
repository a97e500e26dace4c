import { defineConfig } from 'vitest/config';

/** The whole program in real processes: started, killed, drained, cut off from its database. */
export default defineConfig({
  test: {
    include: ['test/system/**/*.system.ts'],
    globalSetup: ['test/postgres/cluster.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
