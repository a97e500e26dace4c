import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { createCommandProvider } from '../../../src/providers/command/index.ts';
import { createFleetProvider } from '../../../src/providers/fleet/index.ts';
import { soakCatalog } from './organisation.ts';
import { scriptCatalog } from './script/organisation.ts';
import type { Orders } from './words.ts';

/** Who brings versions where they run in this life: the fleet, or the script by the command provider. */
export async function executorOf(
  { adminUrl, rules, script }: Orders,
  log: Log,
): Promise<{ readonly provider: Provider; readonly catalog: Catalog }> {
  if (script === null) {
    const provider = createFleetProvider({ adminUrl, metricsUrl: `${adminUrl}/metrics`, log });
    return { provider, catalog: await soakCatalog(rules) };
  }
  const { world, dedup, slow } = script;
  const env = {
    PATH: process.env['PATH'],
    SOAK_WORLD: world,
    SOAK_DEDUP: dedup,
    SOAK_SLOW: slow?.verb ?? 'nothing',
    SOAK_BEFORE: String((slow?.beforeMs ?? 0) / 1_000),
    SOAK_AFTER: String((slow?.afterMs ?? 0) / 1_000),
  };
  return { provider: createCommandProvider({ env, log }), catalog: await scriptCatalog(script) };
}
