import { describe, expect, test } from 'vitest';
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

describe('a first day with Fairway: the real program, its Slack, a browser', () => {
  registerProgram();

  test('Ana puts shop 1.1.0 in staging: no preview, no approval', async () => {
    await picture('01-first-visit');
    await types('/deploy shop@1.1.0 to staging');
    const done = await shows('shop 1.1.0 to staging', /Healthy/);
    await picture('02-staging-succeeded', done);
  });

  test('production asks first: a private preview, stored only when she presses Start', async () => {
    await types('/deploy shop@1.1.0 to production');
    const preview = await shows('Deploy shop 1.1.0 to production?', /1 approval needed/);
    expect(await preview.textContent()).toContain('Only visible to you');
    await picture('03-preview', preview);
    await button(preview, 'start').click();
    await shows('shop 1.1.0 to production', /waiting, 0 of 1/);
  });

  test('Bo could reject, with a reason; he approves', async () => {
    await becomes('Bo Lindqvist');
    const asked = await shows('shop 1.1.0 to production', /waiting, 0 of 1/);
    await picture('04-approval', asked);
    await button(asked, 'reject').click();
    const modal = page.locator('dialog[open]');
    await modal.getByRole('heading', { name: /Reject D-/ }).waitFor();
    await picture('05-reject');
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'detached' });
    await button(asked, 'approve').click();
    await shows('shop 1.1.0 to production', /approved by/);
    await picture('06-approved', card('shop 1.1.0 to production'));
  });

  test('Ana watches the canary being judged, and it succeeds', async () => {
    await becomes('Ana Reyes');
    const judged = await shows('shop 1.1.0 to production', /Error rate|error rate/);
    await picture('07-canary', judged);
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    await picture('08-canary-dark', judged);
    await page.getByRole('button', { name: 'Use the light theme' }).click();
    await types('/deploy shop@1.2.0-slow to staging');
    await shows('shop 1.1.0 to production', /Healthy/);
    await picture('09-production-succeeded', card('shop 1.1.0 to production'));
  });

  test('a slow version is caught by its canary and rolled back by itself', async () => {
    await shows('shop 1.2.0-slow to staging', /Healthy/);
    await types('/deploy shop@1.2.0-slow to production because "faster checkout"');
    const preview = await shows('Deploy shop 1.2.0-slow to production?', /1 approval needed/);
    await button(preview, 'start').click();
    await becomes('Bo Lindqvist');
    const asked = await shows('shop 1.2.0-slow to production', /waiting, 0 of 1/);
    await button(asked, 'approve').click();
    await becomes('Ana Reyes');
    const back = await shows('Rolled back shop in production', /serves everybody/);
    await picture('10-rolled-back', back);
    await picture('11-failed', card('shop 1.2.0-slow to production'));
  });

  test('the thread is the log; App Home is each person’s own page', async () => {
    const failed = card('shop 1.2.0-slow to production');
    await failed.getByRole('button', { name: /repl/ }).first().click();
    await page.locator('#thread article').nth(1).waitFor();
    await picture('12-thread');
    await page.getByRole('button', { name: 'Close thread' }).click();
    await page.locator('#sidebar [data-key=home]').click();
    await page.getByText('Your recent deployments').waitFor();
    await picture('13-app-home');
  });
});
