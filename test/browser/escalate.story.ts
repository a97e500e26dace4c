import { describe, expect, test } from 'vitest';
import { becomes, button, card, picture, registerProgram, shows, types } from './deploy-desk.ts';

/** Seconds in place of the minutes that people would be given. */
const impatient = (yaml: string): string =>
  yaml
    .replace('groups: [sre, owners, release-managers]', 'groups: [platform]')
    .replace('remind: 15m', 'remind: 3s')
    .replace('{ after: 30m, to: [on-call] }', '{ after: 8s, to: [release-managers] }');

describe('3.4 nobody answers: they are reminded, then it is handed on', () => {
  registerProgram(impatient);

  test('Ana asks, and the card says whom it waits for', async () => {
    await types('/deploy search@2.1.0 to staging');
    await shows('search 2.1.0 to staging', /Healthy/);
    await types('/deploy search@2.1.0 to production because "better hits"');
    const preview = await shows('Deploy search 2.1.0 to production?', /approval needed/);
    await button(preview, 'start').click();
    await picture('31-waits', await shows('search 2.1.0 to production', /waiting, 0 of 1/));
  });

  test('the card says to whom it was handed on, who is called by name in its thread', async () => {
    const handed = await shows('search 2.1.0 to production', /handed on to/);
    await handed.getByRole('button', { name: /repl/ }).first().click();
    const thread = handed.page().locator('#thread article');
    await thread.filter({ hasText: /nobody of platform has decided: you may approve/ }).waitFor();
    await picture('32-handed-on', handed);
    await handed.page().getByRole('button', { name: 'Close thread' }).click();
  });

  test('Dana, who could not have before, approves, and it runs', async () => {
    await becomes('Dana Okafor');
    await button(card('search 2.1.0 to production'), 'approve').click();
    const done = await shows('search 2.1.0 to production', /Approved by/);
    expect(await done.textContent()).toMatch(/Approved by @?Dana Okafor/);
    await picture('33-approved', await shows('search 2.1.0 to production', /started/));
  });
});
