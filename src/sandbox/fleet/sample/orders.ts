import type { SampleVersion } from './versions.ts';

/** An answer that carries it is an order. */
export const ORDER_HEADER = 'x-order';

/** The part of a service's requests that end in an order. */
const ORDERS: { readonly [service: string]: number } = { shop: 0.2 };

/** Whether the next request ends in an order: evenly, so that few seconds already show how many there are. */
export function createOrders({ service, ordersKept = 1 }: SampleVersion): () => boolean {
  const share = (ORDERS[service] ?? 0) * ordersKept;
  let due = 0;
  return () => {
    due += share;
    if (due < 1) return false;
    due -= 1;
    return true;
  };
}
