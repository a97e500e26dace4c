/**
 * One version of a sample service: everything that makes it behave as it does, and so everything its
 * digest is taken over. Times are milliseconds, shares are fractions of requests.
 */
export interface SampleVersion {
  readonly service: string;
  readonly version: string;
  /** Half of the answers take less than this; the rest follow a log-normal tail. */
  readonly medianMs: number;
  readonly slow?: { readonly share: number; readonly fromMs: number; readonly toMs: number };
  readonly errorShare?: number;
  /** Of those who order at other versions, the part that still does. */
  readonly ordersKept?: number;
  /** Its index was never built: it answers, and finds nothing. */
  readonly index?: 'empty';
  /** The version dies at start, with this as its last words. */
  readonly crash?: string;
}

/** Every version that was ever built here, oldest first. */
export const SAMPLE_VERSIONS: readonly SampleVersion[] = [
  { service: 'shop', version: '1.0.0', medianMs: 9 },
  { service: 'shop', version: '1.1.0', medianMs: 8 },
  {
    service: 'shop',
    version: '1.2.0-slow',
    medianMs: 9,
    slow: { share: 0.8, fromMs: 250, toMs: 400 },
  },
  { service: 'shop', version: '1.3.0-errors', medianMs: 9, errorShare: 0.12 },
  {
    service: 'shop',
    version: '1.4.0-crash',
    medianMs: 9,
    crash: 'shop 1.4.0-crash: cannot start: PAYMENT_URL is not set',
  },
  { service: 'shop', version: '1.5.0-half-orders', medianMs: 8, ordersKept: 0.5 },
  { service: 'checkout', version: '1.4.1', medianMs: 11 },
  { service: 'checkout', version: '1.4.2', medianMs: 10 },
  { service: 'checkout', version: '1.5.0-errors', medianMs: 11, errorShare: 0.08 },
  { service: 'search', version: '2.0.0', medianMs: 7 },
  { service: 'search', version: '2.1.0', medianMs: 7 },
  {
    service: 'search',
    version: '2.2.0-slow',
    medianMs: 7,
    slow: { share: 0.8, fromMs: 250, toMs: 400 },
  },
  { service: 'search', version: '2.3.0-empty', medianMs: 7, index: 'empty' },
  { service: 'search', version: '2.4.0-errors', medianMs: 7, errorShare: 0.03 },
  { service: 'billing', version: '3.0.0', medianMs: 12 },
  { service: 'billing', version: '3.1.0', medianMs: 12 },
  { service: 'billing', version: '3.2.0', medianMs: 11 },
];

/** What runs on a first start. */
export const FIRST_VERSIONS: { readonly [service: string]: string } = {
  shop: '1.0.0',
  checkout: '1.4.1',
  search: '2.0.0',
  billing: '3.0.0',
};

/** Where `latest` points on a first start: the newest version that is any good. */
export const LATEST_VERSIONS: { readonly [service: string]: string } = {
  shop: '1.1.0',
  checkout: '1.4.2',
  search: '2.1.0',
  billing: '3.2.0',
};
