/** A component as `version licence`; null: no longer there. */
type Parts = { readonly [name: string]: string | null };

/**
 * What each built version consists of besides, or instead of, what the one built before it did. The names are
 * those of npm packages.
 */
export const SAMPLE_PARTS: { readonly [version: string]: Parts } = {
  'shop 1.0.0': {
    '@acme/basket': '3.2.0 Apache-2.0',
    '@acme/payments': '4.1.0 Apache-2.0',
    '@acme/sessions': '2.3.1 Apache-2.0',
    '@acme/coupons': '1.0.4 Apache-2.0',
  },
  'shop 1.1.0': { '@acme/payments': '4.2.0 Apache-2.0', '@acme/coupons': null },
  'shop 1.2.0-slow': { '@acme/recommend': '0.9.0 Apache-2.0' },
  'shop 1.3.0-errors': { '@acme/sessions': '3.0.0 Apache-2.0' },
  'shop 1.4.0-crash': { '@acme/payments': '5.0.0 Apache-2.0' },
  'shop 1.5.0-half-orders': {
    '@acme/payments': '4.2.0 Apache-2.0',
    '@acme/sessions': '2.3.1 Apache-2.0',
    '@acme/accounts': '1.0.0 Apache-2.0',
  },
  'checkout 1.4.1': {
    '@acme/cards': '6.0.2 Apache-2.0',
    '@acme/forms': '1.8.0 Apache-2.0',
  },
  'checkout 1.4.2': { '@acme/cards': '6.1.0 Apache-2.0' },
  'checkout 1.5.0-errors': { '@acme/forms': '1.7.3 Apache-2.0', postcodes: '2.0.0 AGPL-3.0-only' },
  'search 2.0.0': { '@acme/index': '2.0.0 Apache-2.0', '@acme/ranking': '1.1.0 Apache-2.0' },
  'search 2.1.0': { '@acme/spelling': '0.4.0 Apache-2.0' },
  'search 2.2.0-slow': { '@acme/ranking': '1.2.0 Apache-2.0' },
  'search 2.3.0-empty': { '@acme/ranking': '2.0.0 Apache-2.0' },
  'search 2.4.0-errors': { '@acme/photos': '0.1.0 Apache-2.0' },
  'billing 3.0.0': { '@acme/posting': '2.1.0 Apache-2.0' },
  'billing 3.1.0': { '@acme/posting': '2.2.0 Apache-2.0' },
};
