/** A program that starts the database and then only waits, so that a test can kill it. */
import { startPostgres } from '../../../src/sandbox/postgres/start-postgres.ts';

const log = { info: () => undefined, warn: () => undefined };
const { pid, url } = await startPostgres({ dataFolder: String(process.argv[2]), log });
process.stdout.write(`${JSON.stringify({ pid, url })}\n`);
setInterval(() => undefined, 1_000);
