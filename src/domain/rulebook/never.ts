import type { Catalog } from '../catalog/catalog.ts';
import { nextClosed, startOf } from '../governance/window.ts';
import { instant } from '../kernel/time.ts';
import { closingsOf, sayMoment } from './closings.ts';
import type { Finding } from './finding.ts';

/** Blackouts that are at no time, since their rule names no day, or `except` leaves out every one: all goes past them. */
export function never(catalog: Catalog): readonly Finding[] {
  const closings = closingsOf(catalog);
  return catalog.blackouts.flatMap((one): Finding[] => {
    const place = closings.find(({ blackouts }) => blackouts.includes(one));
    // What speaks of no service is told as that.
    if (!place || nextClosed(one, instant(0)) !== null) return [];
    const { service, environment } = place.target;
    return [
      {
        about: `blackout ${one.name}`,
        what: 'it is never in force',
        example: `${service} to ${environment} could start at ${sayMoment(startOf(one))}, which is when it would begin for the first time`,
      },
    ];
  });
}
