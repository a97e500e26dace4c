import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One real PostgreSQL a run; each file that wants one takes a copy of its migrated database.
    globalSetup: ['test/postgres/cluster.ts'],
    setupFiles: ['test/draws.ts'],
    // For what hangs; how long a test takes says more about the machine than about Fairway.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    // More than there are cores: four tenths of a story is waiting for the database.
    maxWorkers: 3,
    // Loading the modules anew for each file was a third of the run; no test may leave anything behind in them.
    isolate: false,
    passWithNoTests: false,
  },
});
