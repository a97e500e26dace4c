import { describe, expect, test } from 'vitest';
import { previewCard, rolloutCard } from '../sandbox/page/fixture-cards.ts';
import { homeView } from '../sandbox/page/fixture-views.ts';
import {
  asked,
  composer,
  fixture,
  focusedLabel,
  lastAsked,
  page,
  registerDesk,
  types,
} from './page-desk.ts';

const now = Math.floor(Date.now() / 1000);
const rolloutTs = `${now - 300}.000100`;
const previewTs = `${now - 60}.000100`;

describe('the local Slack’s page', () => {
  registerDesk();

  test('a newcomer picks a first command, and it goes out as typed', async () => {
    await page.getByRole('button', { name: '/deploy shop@1.1.0 to staging' }).click();
    await expect.poll(() => composer().inputValue()).toBe('/deploy shop@1.1.0 to staging');
    await composer().press('Enter');
    await asked('command', {
      user: 'U1',
      channel: 'C1',
      command: '/deploy',
      text: 'shop@1.1.0 to staging',
    });
    await expect.poll(() => composer().inputValue()).toBe('');
  });

  test('typing / offers the commands; arrows and Tab complete; the line says what is expected', async () => {
    await composer().pressSequentially('/r');
    await expect.poll(() => page.getByRole('option').count()).toBe(2);
    await composer().press('ArrowDown');
    await composer().press('Tab');
    await expect.poll(() => composer().inputValue()).toBe('/release ');
    expect(await page.locator('#channel-foot .composer-note').textContent()).toContain(
      'help | status',
    );
    await expect.poll(() => page.getByRole('option').count()).toBe(0);
  });

  test('Shift + Enter makes a line; mentions go out as ids', async () => {
    await composer().fill('hi @ben');
    await composer().press('Shift+Enter');
    await composer().pressSequentially('<3');
    await composer().press('Enter');
    await asked('message', { user: 'U1', channel: 'C1', text: 'hi <@U2>\n&lt;3' });
  });

  test('a name typed in full needs no completing', async () => {
    await types('thanks @ben');
    await asked('message', { user: 'U1', channel: 'C1', text: 'thanks <@U2>' });
  });

  test('the menu of a message has the shortcuts of the app, by keyboard too', async () => {
    fixture.post('C1', rolloutCard(rolloutTs, 20));
    const message = page.locator(`[data-ts="${rolloutTs}"]`);
    await message.waitFor();
    await message.getByRole('button', { name: 'Shortcuts of apps' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(focusedLabel).toBe('Note for the retro');
    await page.keyboard.press('Enter');
    await asked('shortcut', { user: 'U1', channel: 'C1', ts: rolloutTs, callback_id: 'note' });
  });

  test('the phone of whoever one is shows its code under the bar, and who has none hears why', async () => {
    await page.getByRole('button', { name: 'Phone of Ana Marín' }).click();
    const phone = page.getByRole('region', { name: /phone/ });
    await phone.getByText('012345').waitFor();
    await phone.getByText(/^([89]|10) s left$/).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => phone.count()).toBe(0);
    await expect.poll(focusedLabel).toMatch(/^Phone of/);
    await page.locator('#person-switch').click();
    await page.getByRole('menuitemradio', { name: 'Ben Okafor' }).click();
    await page.getByRole('button', { name: 'Phone of Ben Okafor' }).click();
    await phone.getByText(/^Ben Okafor has none/).waitFor();
  });

  test('a command that fails is told and given back', async () => {
    await types('/rollback shop');
    await page.getByText('The app did not answer within 3 seconds.').waitFor();
    await expect.poll(() => composer().inputValue()).toBe('/rollback shop');
  });

  test('a private preview arrives live, and Start is pressed with its own value', async () => {
    fixture.post('C1', previewCard(previewTs));
    await page.getByText('Only visible to you').waitFor();
    await page.getByText('Show <b>taxes</b> per line').waitFor();
    await page.getByRole('button', { name: 'Start deployment' }).click();
    await asked('click', {
      user: 'U1',
      channel: 'C1',
      ts: previewTs,
      action_id: 'start',
      value: 'D-2041',
    });
  });

  test('the card is edited in place and the keyboard keeps its button', async () => {
    fixture.post('C1', rolloutCard(rolloutTs, 20));
    await page.getByRole('button', { name: 'Pause' }).focus();
    fixture.post('C1', rolloutCard(rolloutTs, 50));
    await page.getByText('canary 50 % for 10 min').waitFor();
    expect(await page.locator('#channel-log article').count()).toBe(1);
    await expect.poll(focusedLabel).toBe('Pause');
  });

  test('a dangerous button asks first; Esc means no and gives the focus back', async () => {
    fixture.post('C1', rolloutCard(rolloutTs, 20));
    const rollBack = page.getByRole('button', { name: 'Roll back shop 1.1.0 in production' });
    await rollBack.click();
    await page.getByRole('dialog', { name: 'Roll back shop?' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(lastAsked('click')).toBeUndefined();
    await expect.poll(focusedLabel).toBe('Roll back shop 1.1.0 in production');
    await rollBack.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await expect.poll(() => lastAsked('click')).toMatchObject({ action_id: 'abort' });
  });

  test('an overflow menu is walked with arrows', async () => {
    fixture.post('C1', rolloutCard(rolloutTs, 20));
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Open dashboard' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await asked('click', {
      user: 'U1',
      channel: 'C1',
      ts: rolloutTs,
      action_id: 'more',
      selected: 'notes',
    });
  });

  test('a thread opens beside the channel, refuses commands, and closes with Esc', async () => {
    fixture.post('C1', rolloutCard(rolloutTs, 20));
    fixture.post('C1', {
      ts: `${now - 200}.000100`,
      thread_ts: rolloutTs,
      user: 'U2',
      text: 'watching',
    });
    await page.getByRole('button', { name: '1 reply' }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('watching').waitFor();
    const reply = thread.getByRole('textbox');
    await reply.fill('/release pause');
    await reply.press('Enter');
    await thread.getByText('does not work in threads').waitFor();
    await reply.fill('@fairway pause');
    await reply.press('Enter');
    await asked('message', {
      user: 'U1',
      channel: 'C1',
      text: '<@U9> pause',
      thread_ts: rolloutTs,
    });
    await reply.press('Escape');
    await expect.poll(() => thread.isVisible()).toBe(false);
    await expect.poll(focusedLabel).toContain('1 reply');
  });

  test('a modal checks what is required, shows errors by block, and submits', async () => {
    await types('/deploy');
    const modal = page.getByRole('dialog', { name: 'Deploy' });
    await modal.getByRole('button', { name: 'Preview' }).click();
    await modal.getByText('Please complete this required field.').first().waitFor();
    expect(lastAsked('submit')).toBeUndefined();
    await modal.getByLabel('Service').selectOption('shop');
    await modal.getByLabel('Version').fill('9.9.9');
    await modal.getByLabel('staging').check();
    const askedAgain = page.waitForResponse('**/_control/views/U1');
    await modal.getByRole('button', { name: 'Preview' }).click();
    await askedAgain;
    await modal.getByText('No such version.').waitFor();
    await page.waitForTimeout(100); // and it stays
    expect(await modal.getByText('No such version.').isVisible()).toBe(true);
    await modal.getByLabel('Version').fill('1.1.0');
    await modal.getByLabel('Version').press('Enter');
    await asked('submit', {
      user: 'U1',
      view_id: 'V1',
      values: { service: 'shop', version: '1.1.0', env: 'staging', reason: '' },
    });
    await expect.poll(() => modal.isVisible()).toBe(false);
  });

  test('Esc closes a modal and tells the app', async () => {
    await types('/deploy');
    await page.getByRole('dialog', { name: 'Deploy' }).waitFor();
    await page.keyboard.press('Escape');
    await asked('close', { user: 'U1', view_id: 'V1' });
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('App Home is opened, drawn, and pressed', async () => {
    fixture.homes.set('U1', homeView('V9'));
    await page.getByRole('navigation').getByRole('button', { name: 'Fairway' }).click();
    await page.getByText('Needs your decision').waitFor();
    await asked('home', { user: 'U1' });
    await page.getByRole('button', { name: 'Refresh' }).click();
    const place = { user: 'U1', home: true, block_id: 'settings:7' };
    await asked('click', { ...place, action_id: 'refresh', value: 'D-2041' });
    await page.getByLabel('Notify me about').selectOption('failures');
    await asked('click', { ...place, action_id: 'verbosity', selected: 'failures' });
  });

  test('being another person: their private answers, their marks, remembered', async () => {
    fixture.post('C1', previewCard(previewTs));
    await page.getByText('Only visible to you').waitFor();
    await page.getByRole('button', { name: 'You are Ana Marín' }).click();
    await page.getByRole('menuitemradio', { name: 'Ben Okafor' }).click();
    await page.getByRole('button', { name: 'You are Ben Okafor' }).waitFor();
    await expect.poll(() => page.getByText('Only visible to you').count()).toBe(0);
    fixture.post('C2', { ts: `${now}.000100`, user: 'U1', text: '<@U2> look' });
    const incidents = page.getByRole('button', { name: 'incidents unread 1' });
    await incidents.waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'You are Ben Okafor' }).waitFor();
  });

  test('an interruption is shown, and what was missed is fetched', async () => {
    fixture.interrupt(true);
    await page.getByText('Reconnecting…').waitFor();
    fixture.post('C1', { ts: `${now}.000300`, user: 'U2', text: 'said meanwhile' });
    fixture.interrupt(false);
    await page.getByText('said meanwhile').waitFor();
    await expect.poll(() => page.getByText('Reconnecting…').count()).toBe(0);
  });

  test('markup in a message stays text and runs nothing', async () => {
    const text =
      '<img src=x onerror="window.hit=1"> <script>window.hit=1</script> <javascript:window.hit=1|go>';
    fixture.post('C1', { ts: `${now}.000400`, user: 'U2', text });
    await page.locator('#channel-log').getByText('window.hit=1|go').waitFor();
    expect(await page.locator('#channel-log img, #channel-log script').count()).toBe(0);
    expect(await page.evaluate(`'hit' in window`)).toBe(false);
  });

  test('F6 walks the regions; a new message is read out once', async () => {
    await composer().focus();
    await page.keyboard.press('F6');
    await expect.poll(focusedLabel).toContain('You are');
    await page.keyboard.press('F6');
    await expect.poll(focusedLabel).toBe('deploys');
    fixture.post('C1', { ts: `${now}.000500`, user: 'U2', text: 'hello <@U1>' });
    await expect
      .poll(() => page.locator('#announcer').textContent())
      .toBe('Ben Okafor: hello @Ana Marín');
  });

  test('on a phone the sidebar is a drawer', async () => {
    await page.setViewportSize({ width: 390, height: 780 });
    await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Channels and apps' }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'incidents' }).click();
    await page.getByRole('heading', { name: 'incidents', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(false);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBe(0);
  });
});
