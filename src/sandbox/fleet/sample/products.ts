import type { SampleVersion } from './versions.ts';

interface Product {
  readonly sku: string;
  readonly name: string;
}

const PRODUCTS: readonly Product[] = [
  { sku: 'tea-01', name: 'Green tea' },
  { sku: 'tea-02', name: 'Black tea' },
  { sku: 'cup-01', name: 'Cup' },
];

/**
 * What search says to those who look for something: hits at `/find?q=tea`, and one of them at `/products/tea-01`.
 * Null where it is asked for neither, and of the other services.
 */
export function found(self: SampleVersion, url: string): object | null {
  if (self.service !== 'search') return null;
  const { pathname, searchParams } = new URL(url, 'http://search');
  const index = self.index === 'empty' ? [] : PRODUCTS;
  if (pathname === '/find') {
    const words = searchParams.get('q')?.toLowerCase() ?? '';
    return { hits: index.filter(({ name }) => name.toLowerCase().includes(words)) };
  }
  const [, sku] = /^\/products\/([^/]+)$/.exec(pathname) ?? [];
  return index.find((one) => one.sku === sku) ?? null;
}
