import { selectTexts, textOf } from '../select.ts';
import type { Source } from '../source.ts';

/**
 * Every service that depends on this one, itself or by way of others, within so many steps; null when a file cannot
 * be read, because then nobody knows.
 */
export function dependantsOf(
  service: Source,
  services: readonly Source[],
  depth = Number.POSITIVE_INFINITY,
): readonly Source[] | null {
  if (!services.every(({ sound }) => sound)) return null;
  const met = new Set([service]);
  let near = [service];
  for (let step = 0; step < depth && near.length > 0; step += 1) {
    const names = near.map(({ raw }) => textOf(raw, 'service'));
    near = services.filter((one) => {
      const needs = selectTexts(one.raw, 'dependsOn.#').map(({ value }) => value);
      return !met.has(one) && needs.some((need) => names.includes(need));
    });
    for (const one of near) met.add(one);
  }
  met.delete(service);
  return [...met];
}
