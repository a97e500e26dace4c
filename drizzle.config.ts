import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` compares src/store/schema with drizzle/ and writes the next migration. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/store/schema/index.ts',
  out: './drizzle',
});
