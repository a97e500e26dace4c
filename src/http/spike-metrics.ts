import { Counter, type Registry } from '@prometheus-io/client';
import type { SpikeCount } from '../domain/deployment/spike.ts';

/** How often people were served worse. A process counts for itself: together they have seen each once. */
export function createSpikeCounter(registers: Registry[]) {
  const total = new Counter({
    name: 'fairway_spikes_total',
    help: 'Times in which people were served worse by a deployment that is over since, by who noticed and what followed.',
    labelNames: ['found_by', 'followed_by'],
    registers,
  });
  return {
    show(counts: readonly SpikeCount[]): void {
      total.reset();
      for (const { by, followed, n } of counts) {
        total.inc({ found_by: by, followed_by: followed }, n);
      }
    },
  };
}
