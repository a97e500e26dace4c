/** Failures a test orders, and the switches of the workspace that real administrators have. */

/** How a call of the Web API goes wrong. */
export type FaultAnswer =
  /** 429 with Retry-After; nothing happened. */
  | 'ratelimited'
  /** 500 without a body; nothing happened. */
  | 'error500'
  /** The connection breaks; nothing happened. */
  | 'drop'
  /** It happened, but the answer never comes. */
  | 'timeout_after_effect'
  /** It happened, but the connection breaks before the answer. */
  | 'drop_after_effect'
  /** 200 with `ok: false` and this error; nothing happened. */
  | { readonly error: string };

export interface FaultOrder {
  /** Next `times` calls of `method` (`*`: of any) go wrong like this. */
  readonly method: string;
  readonly answer: FaultAnswer;
  readonly times?: number;
  readonly retryAfterSeconds?: number;
}

/** How the delivery of events misbehaves: the next so many come twice, or change places with the one after. */
export interface EventFaults {
  readonly duplicate?: number;
  readonly reorder?: number;
}

export interface Faults {
  order(fault: FaultOrder): void;
  /** The fault that is due for this call, counted down; undefined: it goes well. */
  due(method: string): FaultOrder | undefined;
  orderEvents(faults: EventFaults): void;
  dueEvent(): 'duplicate' | 'hold' | undefined;
  setTokenRevoked(isRevoked: boolean): void;
  isTokenRevoked(): boolean;
  setEditWindowMs(windowMs: number | undefined): void;
  editWindowMs(): number | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let orders: readonly FaultOrder[] = [];
  let events: Required<EventFaults> = { duplicate: 0, reorder: 0 };
  let isRevoked = false;
  let windowMs: number | undefined;
  return {
    order(fault) {
      orders = [...orders, fault];
    },
    due(method) {
      const found = orders.find((one) => one.method === method || one.method === '*');
      if (found !== undefined) orders = countedDown(orders, found);
      return found;
    },
    orderEvents(faults) {
      events = { ...events, ...faults };
    },
    dueEvent() {
      if (events.duplicate > 0) {
        events = { ...events, duplicate: events.duplicate - 1 };
        return 'duplicate';
      }
      if (events.reorder === 0) return undefined;
      events = { ...events, reorder: events.reorder - 1 };
      return 'hold';
    },
    setTokenRevoked(value) {
      isRevoked = value;
    },
    isTokenRevoked: () => isRevoked,
    setEditWindowMs(value) {
      windowMs = value;
    },
    editWindowMs: () => windowMs,
    clear() {
      orders = [];
      events = { duplicate: 0, reorder: 0 };
      isRevoked = false;
      windowMs = undefined;
    },
  };
}

function countedDown(orders: readonly FaultOrder[], due: FaultOrder): readonly FaultOrder[] {
  const left = (due.times ?? 1) - 1;
  if (left === 0) return orders.filter((one) => one !== due);
  return orders.map((one) => (one === due ? { ...one, times: left } : one));
}
