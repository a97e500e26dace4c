import { actionButton, mrkdwn, plain } from './fixture-cards.ts';
import type { JsonView } from './fixture-server.ts';

/** The modal that `/deploy` without arguments opens. */
export function deployModal(id: string): JsonView {
  return {
    id,
    type: 'modal',
    title: plain('Deploy'),
    submit: plain('Preview'),
    close: plain('Cancel'),
    blocks: [
      {
        type: 'section',
        text: mrkdwn('What shall go where? Nothing starts before you have seen the preview.'),
      },
      {
        type: 'input',
        block_id: 'service',
        label: plain('Service'),
        element: {
          type: 'static_select',
          action_id: 'service',
          placeholder: plain('Choose a service'),
          options: ['shop', 'checkout', 'search'].map((name) => ({
            text: plain(name),
            value: name,
          })),
        },
      },
      {
        type: 'input',
        block_id: 'version',
        label: plain('Version'),
        hint: plain('A tag, a commit, or “latest”.'),
        element: {
          type: 'plain_text_input',
          action_id: 'version',
          placeholder: plain('1.1.0'),
        },
      },
      {
        type: 'input',
        block_id: 'env',
        label: plain('Environment'),
        element: {
          type: 'radio_buttons',
          action_id: 'env',
          options: [
            { text: plain('staging'), value: 'staging', description: plain('rolls, no traffic') },
            {
              text: plain('production'),
              value: 'production',
              description: plain('canary, one approval'),
            },
          ],
        },
      },
      {
        type: 'input',
        block_id: 'reason',
        optional: true,
        label: plain('Because'),
        element: { type: 'plain_text_input', action_id: 'reason', multiline: true },
      },
    ],
  };
}

/** A published App Home. */
export function homeView(id: string): JsonView {
  return {
    id,
    type: 'home',
    blocks: [
      { type: 'header', text: plain('Needs your decision') },
      {
        type: 'section',
        text: mrkdwn('*shop 1.1.0 → production*\nasked by <@U1>: “fixes double charge”'),
        accessory: actionButton('approve', 'Review', { style: 'primary' }),
      },
      { type: 'divider' },
      { type: 'header', text: plain('Running now') },
      {
        type: 'section',
        text: mrkdwn(':large_blue_circle: *search 2.4.1 → staging*\nstep 2 of 3, done about 14:10'),
        accessory: actionButton('show', 'Show'),
      },
      { type: 'divider' },
      { type: 'header', text: plain('Your recent releases') },
      {
        type: 'section',
        text: mrkdwn(
          ':large_green_circle: checkout 3.0.2 → production, *succeeded* in 18 min\n:leftwards_arrow_with_hook: shop 1.2.0-slow → production, *rolled back*: p99 over its limit',
        ),
      },
      {
        type: 'actions',
        block_id: 'settings:7',
        elements: [
          actionButton('refresh', 'Refresh'),
          {
            type: 'static_select',
            action_id: 'verbosity',
            placeholder: plain('Notify me about'),
            options: ['all', 'milestones', 'failures'].map((name) => ({
              text: plain(name),
              value: name,
            })),
          },
        ],
      },
      { type: 'context', elements: [mrkdwn('Updated just now')] },
    ],
  };
}
