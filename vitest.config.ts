import { defineConfig } from 'vitest/config';

/** Pure functions only: these files share one module graph, which is read once instead of a hundred times. */
const pure = ['test/law/**/*.test.ts', 'test/domain/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: pure,
          globalSetup: ['test/dynamodb.setup.ts'],
        },
      },
    ],
  },
});
