import { createHash } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { sayVariableFault } from '../../config/env/variable-fault.ts';
import { readEnvironment, type StartSettings } from '../../config/env.ts';
import { sayFault } from '../../config/fault.ts';
import { loadCatalog } from '../../config/load.ts';
import type { Catalog } from '../../domain/catalog/catalog.ts';
import { providerTargets } from '../../providers/index.ts';
import { Refused } from '../../sandbox/refused.ts';
import type { Print } from '../verbs.ts';
import type { Ground } from './ground.ts';
import { realGround } from './real.ts';
import { run } from './run.ts';
import { sandboxGround } from './sandbox.ts';

/** `fairway start`: reads how it was told to run, stands on its ground, and runs until it is stopped. */
export async function start(args: readonly string[], print: Print): Promise<number> {
  const read = readEnvironment(process.env, args);
  if (!read.ok) {
    for (const fault of read.faults) print(sayVariableFault(fault));
    return 1;
  }
  const { settings } = read;
  const catalog = await readCatalog(settings, print);
  if (!catalog) return 1;
  const log = createLog(settings);
  for (const note of settings.notes) print(note);
  try {
    const ground = await groundOf(settings, log);
    return await run({ ground, catalog, role: settings.role, log, print });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    print(error.message);
    return 1;
  }
}

function groundOf(settings: StartSettings, log: Logger): Promise<Ground> | Ground {
  return settings.mode === 'sandbox' ? sandboxGround(settings, log) : realGround(settings, log);
}

async function readCatalog(settings: StartSettings, print: Print): Promise<Catalog | null> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const loaded = await loadCatalog(settings.configFolder, { providers: providerTargets, digest });
  if (loaded.ok) return loaded.catalog;
  for (const fault of loaded.faults) print(sayFault(fault));
  print(
    `Fairway does not start on a configuration with faults. Check it: npm run fairway -- check ${settings.configFolder}`,
  );
  return null;
}

/** Lines of JSON on stderr; in the sandbox only what a person should see, for stdout is theirs. */
function createLog(settings: StartSettings): Logger {
  const quiet = settings.mode === 'sandbox' && process.env['LOG_LEVEL'] === undefined;
  const level = quiet ? 'warn' : settings.logLevel;
  return pino({ level, base: { role: settings.role } }, pino.destination({ dest: 2, sync: true }));
}
