import type { Story } from './harness.ts';

/** What somebody was told in direct messages, oldest first. */
export function direct({ slack }: Pick<Story, 'slack'>, who: string) {
  const user = accountOf(slack, who);
  const dm = slack.state().channels.find((one) => one.is_im && one.members.includes(user));
  return dm ? slack.messages(dm.id, user).map((one) => ({ ...one, channel: dm.id })) : [];
}

/** Presses a button of the newest direct message of theirs that has it. @throws where none has */
export async function pressesDirect(
  story: Pick<Story, 'slack' | 'offers' | 'settle'>,
  who: string,
  action: string,
): Promise<void> {
  const all = direct(story, who);
  const on = all.findLast((one) => story.offers(one).includes(action));
  if (!on) throw new Error(`${who} has no ${action} in ${all.map(({ text }) => text)}`);
  const { channel, ts } = on;
  const user = accountOf(story.slack, who);
  const pressed = await story.slack.click({ user, channel, ts, action_id: action });
  if (!pressed.ok) throw new Error(JSON.stringify(pressed));
  await story.settle();
}

function accountOf(slack: Story['slack'], who: string): string {
  const user = slack.state().users.find(({ name }) => name === who);
  if (!user) throw new Error(`nobody is called ${who}`);
  return user.id;
}
