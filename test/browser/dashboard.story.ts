import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { registerProgram, SCREENSHOTS, shows, page as slack, types } from './deploy-desk.ts';

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 1000 } } as const;

describe('the dashboard: the real program in a browser, without any script', () => {
  registerProgram();
  let page: Page;

  test('a link from Slack opens it, by one press', async () => {
    await types('/deploy shop@1.1.0 to staging');
    await shows('shop 1.1.0 to staging', /Healthy/);
    await types('/release incident open shop in staging because "carts are slow"');
    await types('/release dashboard');
    const link = slack.locator('#channel-log').getByRole('link', { name: 'Open the dashboard' });
    const address = await link.getAttribute('href');
    const browser = slack.context().browser();
    if (!browser || !address) throw new Error('there is no link');
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: SIZES.desk });
    page = await context.newPage();
    await page.goto(address);
    await page.getByRole('button', { name: 'Open the dashboard' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`it fits a ${size}, ${colorScheme}`, async () => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await page.reload();
        expect(await page.getByRole('row', { name: /^shop/ }).textContent()).toContain('1.1.0');
        const file = `40-dashboard-${size}-${colorScheme}.png`;
        await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true });
        const wide = await page.locator('html').evaluate((root) => root.scrollWidth);
        expect(wide, 'nothing sticks out').toBeLessThanOrEqual(viewport.width);
      });
    }
  }

  for (const [name, line, says] of [
    ['dora', '/release dora shop 30d in staging', /DORA.*shop in staging/],
    ['suspects', '/release suspects INC-1', /INC-1/],
  ] as const) {
    test(`${name}: the page says it on a phone and a desk, light and dark`, async () => {
      await page.getByRole('textbox', { name: 'Ask' }).fill(line);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: says }).first().waitFor();
      expect(await page.locator('main').textContent()).toContain(
        name === 'dora' ? '0 failed of 1' : 'shop 1.1.0 by',
      );
      for (const [size, viewport] of Object.entries(SIZES)) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await page.screenshot({
            path: join(SCREENSHOTS, `42-${name}-${size}-${colorScheme}.png`),
            fullPage: true,
          });
          const wide = await page.locator('html').evaluate((root) => root.scrollWidth);
          expect(wide, `${size}, ${colorScheme}: nothing sticks out`).toBeLessThanOrEqual(
            viewport.width,
          );
        }
      }
    });
  }

  test('by the keyboard and by links one gets to a deployment and back', async () => {
    await page.setViewportSize(SIZES.desk);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('link', { name: 'shop', exact: true }).click();
    await page.getByRole('heading', { name: 'shop now' }).waitFor();
    await page.getByRole('link', { name: 'Deployments' }).click();
    await page.getByRole('link', { name: 'D-1' }).first().click();
    await page.getByText('verified at 100 %').waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, '41-dashboard-deployment.png') });
    await page.getByRole('textbox', { name: 'Ask' }).fill('/release calendar 14d');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /Calendar of all environments/ }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
  });
});
