import { selectTexts, textOf } from '../select.ts';
import type { Source } from '../source.ts';

/**
 * Every service that depends on this one, itself or by way of others; null when a file cannot be read, because
 * then nobody knows.
 */
export function dependantsOf(
  service: Source,
  services: readonly Source[],
): readonly Source[] | null {
  if (!services.every(({ sound }) => sound)) return null;
  const met = new Set([service]);
  for (let near = [service]; near.length > 0; ) {
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
