import { describe, expect, test } from 'vitest';
import { page, picture, registerProgram, shows, types } from './deploy-desk.ts';

describe('8.6 the chart of DORA on the page', () => {
  registerProgram();

  test('follows the numbers, whole, with its words for whoever does not see it', async () => {
    await types('/deploy shop@1.1.0 to staging');
    await shows('shop 1.1.0 to staging', /Healthy/);
    await types('/release dora shop 30d in staging');
    const image = page.locator('article[data-ts] img.picture').last();
    await image.waitFor({ timeout: 60_000 });
    expect(await image.getAttribute('alt')).toMatch(/^Chart of DORA's metrics, shop in/);
    const size = () => image.evaluate((one) => Reflect.get(one, 'naturalWidth'));
    await expect.poll(size, { timeout: 20_000 }).toBe(800);
    await picture('30-dora', page.locator('article[data-ts]').last());
  });
});
