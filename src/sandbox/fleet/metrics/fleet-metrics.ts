import { Gauge, type Registry } from '@prometheus-io/client';
import type { InstancePhase } from '../instances/member.ts';
import type { Slot } from '../state/fleet-state.ts';

/** What the gauges show at the moment they are read. */
export interface FleetReading {
  slots(): readonly Slot[];
  instances(slot: Slot): readonly { readonly version: string; readonly phase: InstancePhase }[];
}

/** Gauges of what runs and who gets how much; read when they are scraped. */
export function createFleetMetrics(registry: Registry, fleet: FleetReading): void {
  new Gauge({
    name: 'fleet_instances',
    help: 'Processes by state: starting, ready, down (crashed, to be restarted), draining.',
    labelNames: ['service', 'environment', 'version', 'state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const slot of fleet.slots())
        for (const { version, phase } of fleet.instances(slot)) {
          const { service, environment } = slot;
          this.inc({ service, environment, version, state: phase });
        }
    },
  });
  new Gauge({
    name: 'fleet_weight',
    help: 'Share of the requests a version gets, in percent.',
    labelNames: ['service', 'environment', 'version'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { service, environment, versions } of fleet.slots())
        for (const { version, weight } of versions)
          this.set({ service, environment, version }, weight);
    },
  });
}
