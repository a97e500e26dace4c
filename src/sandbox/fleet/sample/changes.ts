/** What each built version brought over the one built before it, newest first. */
export const SAMPLE_CHANGES: { readonly [version: string]: readonly string[] } = {
  'shop 1.1.0': [
    'Basket keeps its items after signing in',
    'Show the delivery date before payment',
    'Fix rounding of discounts in currencies without cents',
    'Product page: load reviews when they are scrolled to',
    'Keep product images in the cache for a day',
    'Drop the coupon codes of 2024',
    'Update the payments client to 4.2',
    'Remove the second search box from the footer',
  ],
  'shop 1.2.0-slow': [
    'Recommend products from the last ten orders',
    'Ask the warehouse for the stock of every product on the page',
    'Log queries that take longer than a second',
  ],
  'shop 1.3.0-errors': [
    'Move baskets to the new session store',
    'Repeat a failed payment once',
    'Round prices in the list as on the product page',
  ],
  'shop 1.4.0-crash': [
    'Read the address of payments from PAYMENT_URL',
    'Delete the old payment settings',
  ],
  'shop 1.5.0-half-orders': [
    'Ask for an account before payment',
    'Show what others have bought beside the basket',
  ],
  'checkout 1.4.2': [
    'Do not charge twice when a browser sends the form again',
    'Say which field of a card is wrong',
  ],
  'checkout 1.5.0-errors': [
    'Split an order by warehouse',
    'Check postal codes of every country we ship to',
  ],
  'search 2.1.0': [
    'Find words that are typed with a mistake',
    'Rank products that are in stock first',
    'New products are found within a minute',
  ],
  'search 2.2.0-slow': ['Search reviews as well', 'Mark the words that were found'],
  'search 2.3.0-empty': ['Rank by what others bought', 'Answer reviews within the old time'],
  'search 2.4.0-errors': ['Build the index before the first question', 'Take words from photos'],
  'billing 3.1.0': ['Post refunds on the day they are paid', 'Round tax by line'],
  'billing 3.2.0': ['Say on the invoice which order it is for'],
};

/** Who wrote them and which files they touch; of the versions that are not here nobody says. */
export const SAMPLE_ORIGINS: {
  readonly [version: string]: {
    readonly authors: readonly string[];
    readonly paths: readonly string[];
  };
} = {
  'search 2.1.0': { authors: ['bo@acme.example'], paths: ['src/spelling.ts', 'src/ranking.ts'] },
  'search 2.2.0-slow': { authors: ['chen'], paths: ['src/reviews.ts', 'src/highlight.ts'] },
  'search 2.3.0-empty': { authors: ['bo'], paths: ['src/ranking.ts', 'src/reviews.ts'] },
  'search 2.4.0-errors': { authors: ['ana'], paths: ['src/ranking.ts', 'src/photos.ts'] },
  'billing 3.1.0': { authors: ['ana'], paths: ['src/posting/refunds.ts', 'src/posting/tax.ts'] },
  'billing 3.2.0': { authors: ['ana'], paths: ['src/invoice.ts'] },
};

/** When each of those changes was committed, newest first; of checkout nobody says. */
export const SAMPLE_COMMITTED: { readonly [version: string]: readonly string[] } = {
  'shop 1.1.0': [
    '2026-11-16T15:20:00Z',
    '2026-11-16T11:05:00Z',
    '2026-11-13T16:40:00Z',
    '2026-11-13T09:10:00Z',
    '2026-11-12T14:00:00Z',
    '2026-11-11T10:30:00Z',
    '2026-11-10T13:45:00Z',
    '2026-11-09T08:15:00Z',
  ],
  'shop 1.2.0-slow': ['2026-11-17T09:50:00Z', '2026-11-16T17:30:00Z', '2026-11-16T16:10:00Z'],
  'shop 1.3.0-errors': ['2026-11-17T16:00:00Z', '2026-11-17T14:20:00Z', '2026-11-17T10:40:00Z'],
  'shop 1.4.0-crash': ['2026-11-18T07:30:00Z', '2026-11-17T17:10:00Z'],
  'shop 1.5.0-half-orders': ['2026-11-18T10:15:00Z', '2026-11-18T09:05:00Z'],
  'search 2.1.0': ['2026-11-14T12:00:00Z', '2026-11-13T18:20:00Z', '2026-11-12T09:30:00Z'],
  'search 2.2.0-slow': ['2026-11-17T15:15:00Z', '2026-11-17T08:45:00Z'],
  'search 2.3.0-empty': ['2026-11-18T08:20:00Z', '2026-11-17T16:40:00Z'],
  'search 2.4.0-errors': ['2026-11-18T11:30:00Z', '2026-11-18T10:50:00Z'],
  'billing 3.1.0': ['2026-11-16T09:30:00Z', '2026-11-13T14:00:00Z'],
  'billing 3.2.0': ['2026-11-17T12:10:00Z'],
};
