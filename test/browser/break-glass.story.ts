import type { Locator } from 'playwright-core';
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

const CONFIRM = '[data-action-id="confirm"]';
const SALE = `blackouts:
  - name: Black Friday
    environments: [production]
    services: [shop]
    owner: dana
    zone: UTC
    from: ${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}T00:00
    for: 4d
`;

/** The form on top of the screen. */
function form(title: string | RegExp): Locator {
  return page.locator('dialog[open]').filter({ has: page.getByRole('heading', { name: title }) });
}

/** The newest message that says so. */
async function says(words: RegExp): Promise<Locator> {
  const found = page.locator('article[data-ts]').filter({ hasText: words }).last();
  await found.waitFor({ timeout: 60_000 });
  return found;
}

/** Each digit is another one. */
function wrong(shown: string): string {
  return shown.replaceAll(/\d/g, (digit) => String((Number(digit) + 1) % 10));
}

async function letsItThrough(): Promise<void> {
  const asked = await shows('shop 1.1.0 to production', /two others/);
  await button(asked, 'glass-approve').click();
  const sure = page.getByRole('dialog', { name: 'Break the glass?' });
  await sure.getByRole('button', { name: 'Let it through' }).click();
}

/** Types what the phone in the form shows, or makes of it. */
async function givesCode(name: string, typed = (shown: string) => shown): Promise<void> {
  const answer = page.locator('article[data-ts]').filter({ has: page.locator(CONFIRM) });
  await button(answer.last(), 'confirm').click();
  const asked = form('Second factor');
  const shown = asked.getByRole('region', { name: `${name}’s phone` }).locator('.phone-code');
  await shown.filter({ hasText: /^\d{6}$/ }).waitFor();
  await asked.getByLabel('six digits').fill(typed((await shown.textContent()) ?? ''));
  await picture(`23-code-of-${name.split(' ')[0]?.toLowerCase()}`);
  await asked.getByRole('button', { name: 'Confirm' }).click();
  await asked.waitFor({ state: 'hidden' });
}

describe('8.2 an emergency in a blackout: one asks, two let it through, one reviews it', () => {
  registerProgram((yaml) => yaml.replace('blackouts:\n', SALE));

  test('Ana is refused: she sees until when, why, and what she can do', async () => {
    await types('/deploy shop@1.1.0 to staging');
    await shows('shop 1.1.0 to staging', /Healthy/);
    await types('/deploy shop@1.1.0 to production');
    const refusal = await says(/blackout in force/);
    expect(await refusal.textContent()).toMatch(/Black Friday/);
    await picture('20-blackout', refusal);
    await button(refusal, 'start:glass').click();
  });

  test('the form asks why it cannot wait, and for which incident', async () => {
    const why = form('Break the glass');
    await why
      .getByLabel('Why can it not wait?')
      .fill('the basket is empty for half of our shoppers');
    await why.getByLabel('Incident').fill('INC-812');
    await picture('21-break-glass-form');
    await why.getByRole('button', { name: 'Ask two others' }).click();
    await says(/emergency:.*asks to break the glass/);
    await picture(
      '22-asked',
      await shows('shop 1.1.0 to production', /two others: waiting, 0 of 2/),
    );
  });

  test('Bo and Dana let it through, each with the code of their phone; Chen approves the plan, and it runs', async () => {
    await becomes('Bo Lindqvist');
    await letsItThrough();
    await says(/takes the six digits your authenticator shows/);
    await givesCode('Bo Lindqvist', wrong);
    await says(/not the code of this moment/);
    await shows('shop 1.1.0 to production', /two others: waiting, 0 of 2/);
    await givesCode('Bo Lindqvist');
    await picture(
      '23-one-of-two',
      await shows('shop 1.1.0 to production', /two others: waiting, 1 of 2/),
    );
    await becomes('Dana Okafor');
    await letsItThrough();
    await givesCode('Dana Okafor');
    await picture('24-broken', await shows('shop 1.1.0 to production', /broken until/));
    await becomes('Chen Wei');
    await button(card('shop 1.1.0 to production'), 'approve').click();
    await picture('25-running', await shows('shop 1.1.0 to production', /Running/));
    const done = await shows('shop 1.1.0 to production', /Healthy/);
    expect(await done.textContent()).toMatch(/its review is due/);
    await picture('26-review-owed', done);
  });

  test('Bo cannot review what he let through; Chen had no part in it', async () => {
    await becomes('Bo Lindqvist');
    await types('/release review D-2 because "all well"');
    await says(/You had a part in it/);
    await becomes('Chen Wei');
    await button(card('shop 1.1.0 to production'), 'review').click();
    const found = form(/Review D-2/);
    await found
      .getByLabel('What did you find?')
      .fill('A real outage; an alert would have told us sooner.');
    await picture('27-review-form');
    await found.getByRole('button', { name: 'Record' }).click();
    const done = await shows('shop 1.1.0 to production', /reviewed by/);
    await picture('28-reviewed', done);
  });

  test('a rejection says why, and whoever asked reads it', async () => {
    await becomes('Ana Reyes');
    await types('/deploy search@2.1.0 to staging');
    await shows('search 2.1.0 to staging', /Healthy/);
    await types('/deploy search@2.1.0 to production because "better hits"');
    await button(
      await shows('Deploy search 2.1.0 to production?', /approval needed/),
      'start',
    ).click();
    await becomes('Dana Okafor');
    await button(await shows('search 2.1.0 to production', /waiting, 0 of 1/), 'reject').click();
    const why = form(/Reject D-/);
    await why.getByLabel(/Why\?/).fill('wait for the new index');
    await picture('29-reject-form');
    await why.getByRole('button', { name: 'Reject' }).click();
    const closed = await shows('search 2.1.0 to production', /rejected by/);
    await picture('30-rejected', closed);
  });
});
