import type { App } from '@slack/bolt';

/** A small app that touches every way in and out; both transports run it. */
export function registerStory(app: App): void {
  app.command('/deploy', async ({ ack, command, client, respond }) => {
    if (command.text === 'modal') {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: reasonView('Why?') });
      return;
    }
    await ack(`Got ${command.text}`);
    await client.chat.postMessage({
      channel: command.channel_id,
      text: `${command.text}: waiting`,
      blocks: [
        {
          type: 'actions',
          block_id: 'decide.1',
          elements: [
            {
              type: 'button',
              action_id: 'approve',
              text: { type: 'plain_text', text: 'Approve' },
              value: 'D-1',
            },
            {
              type: 'overflow',
              action_id: 'more',
              options: [
                { text: { type: 'plain_text', text: 'Notes' }, value: 'notes' },
                { text: { type: 'plain_text', text: 'Copy' }, value: 'copy' },
              ],
            },
          ],
        },
      ],
      metadata: { event_type: 'release', event_payload: { release_id: 'D-1' } },
    });
    await respond('private word');
  });
  app.action(
    { type: 'block_actions', action_id: 'approve' },
    async ({ ack, body, action, client }) => {
      await ack();
      if (body.message === undefined || body.channel === undefined || action.type !== 'button')
        return;
      await client.chat.update({
        channel: body.channel.id,
        ts: body.message.ts,
        text: `approved ${action.value} by ${body.user.id}`,
      });
    },
  );
  app.action({ type: 'block_actions', action_id: 'more' }, async ({ ack, action, respond }) => {
    await ack();
    if (action.type === 'overflow') await respond(`chose ${action.selected_option.value}`);
  });
  app.view('reason', async ({ ack, view, body, client }) => {
    const reason = view.state.values['why']?.['reason']?.value ?? '';
    if (reason.length < 5) {
      await ack({ response_action: 'errors', errors: { why: 'Say more.' } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: 'C0DEPLOYS1', text: `${body.user.id}: ${reason}` });
  });
  app.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({
      channel: event.channel,
      thread_ts: event.ts,
      text: `heard ${event.text}`,
    });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: {
        type: 'home',
        blocks: [{ type: 'header', text: { type: 'plain_text', text: `Home of ${event.user}` } }],
      },
    });
  });
}

function reasonView(title: string) {
  return {
    type: 'modal' as const,
    callback_id: 'reason',
    title: { type: 'plain_text' as const, text: title },
    submit: { type: 'plain_text' as const, text: 'Send' },
    blocks: [
      {
        type: 'input' as const,
        block_id: 'why',
        label: { type: 'plain_text' as const, text: 'Reason' },
        element: { type: 'plain_text_input' as const, action_id: 'reason' },
      },
    ],
  };
}
