import { expect, test } from 'vitest';
import {
  becomes,
  button,
  card,
  page,
  picture,
  registerProgram,
  shows,
  types,
} from './deploy-desk.ts';

registerProgram();

const HEADING = 'shop 1.2.0-slow to production';
const health = () =>
  page
    .locator('#thread article')
    .filter({ hasText: /Canary \d+ % of shop/ })
    .last();

test('the thread of a canary says how it does, edited at each look', async () => {
  for (const version of ['1.1.0', '1.2.0-slow']) {
    await types(`/deploy shop@${version} to staging`);
    await shows(`shop ${version} to staging`, /Healthy/);
  }
  await types('/deploy shop@1.2.0-slow to production because "faster checkout"');
  const preview = await shows(`Deploy ${HEADING}?`, /1 approval needed/);
  await button(preview, 'start').click();
  await becomes('Bo Lindqvist');
  await button(await shows(HEADING, /waiting, 0 of 1/), 'approve').click();
  await becomes('Ana Reyes');
  await shows(HEADING, /rror rate/);
  await card(HEADING).getByRole('button', { name: /repl/ }).first().click();
  await health().waitFor({ timeout: 60_000 });
  const first = (await health().textContent()) ?? '';
  await picture('40-canary-health', health());
  await health()
    .filter({ hasText: /worse than 1\.0\.0/ })
    .waitFor({ timeout: 60_000 });
  const last = (await health().textContent()) ?? '';
  expect(last).not.toBe(first);
  expect(last).toMatch(/[▁▂▃▄▅▆▇█]{2,}/);
  expect(last).toMatch(/looks, evidence from .* requests of 1\.2\.0-slow and/);
  expect(await health().count()).toBe(1);
  await picture('41-canary-worse', health());
  await page.setViewportSize({ width: 390, height: 844 });
  await picture('42-canary-worse-phone', health());
});
