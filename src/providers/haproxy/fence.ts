import type { Target } from '../../domain/kernel/target.ts';
import type { Runtime } from './runtime.ts';

/**
 * Whether a call made under `epoch` may change anything there; a higher one than was seen before is
 * kept in the map. What is kept lives as long as this haproxy process: after a reload it is as the map
 * file has it, and the next call begins it anew.
 *
 * haproxy cannot compare and set. So whoever raised the fence has to look again once nothing that was
 * sent under an older one can still arrive (`IN_FLIGHT_MS`).
 */
export async function hold(
  runtime: Runtime,
  map: string,
  { service, environment }: Target,
  epoch: number,
): Promise<'held' | 'raised' | 'fenced'> {
  const key = keyOf({ service, environment });
  const seen = await highest(runtime, map, key);
  if (seen !== null && seen > epoch) return 'fenced';
  if (seen === epoch) return 'held';
  const command = seen === null ? 'add' : 'set';
  const [refused = ''] = await runtime.ask(`${command} map ${map} ${key} ${epoch}`);
  if (refused !== '') throw new Error(`the fence was not kept in ${map}: ${refused}`);
  return 'raised';
}

/** Whether a fence is kept there. Every effect leaves one, so without it this haproxy began anew since the last. */
export async function isHeld(runtime: Runtime, map: string, target: Target): Promise<boolean> {
  return (await highest(runtime, map, keyOf(target))) !== null;
}

function keyOf({ service, environment }: Target): string {
  return `fairway/${service}/${environment}`;
}

/** Two that add at once leave two entries of one key, of which the higher counts. */
async function highest(runtime: Runtime, map: string, key: string): Promise<number | null> {
  const [text = ''] = await runtime.ask(`show map ${map}`);
  const lines = text === '' ? [] : text.split('\n').map((line) => line.split(' '));
  if (lines.some(([address = '']) => !address.startsWith('0x')))
    throw new Error(`the map ${map} cannot be read: ${text.split('\n')[0]}`);
  const own = lines.filter(([, name]) => name === key).map(([, , value]) => Number(value));
  if (own.some((value) => !Number.isSafeInteger(value)))
    throw new Error(`${key} in the map ${map} is not a number`);
  return own.length === 0 ? null : Math.max(...own);
}
