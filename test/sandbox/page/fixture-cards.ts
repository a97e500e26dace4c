import type { JsonMessage } from './fixture-server.ts';

type Json = Record<string, unknown>;

export function mrkdwn(text: string): Json {
  return { type: 'mrkdwn', text };
}

export function plain(text: string): Json {
  return { type: 'plain_text', text, emoji: true };
}

export function actionButton(actionId: string, words: string, rest: Json = {}): Json {
  return { type: 'button', action_id: actionId, text: plain(words), value: 'D-2041', ...rest };
}

/** The private preview of a deployment to production. */
export function previewCard(ts: string): JsonMessage {
  return {
    ts,
    user: 'U9',
    bot: true,
    ephemeral_to: 'U1',
    text: 'Ready to deploy shop 1.1.0 (from 1.0.0) to production. 1 approval needed.',
    blocks: [
      { type: 'header', text: plain('Deploy shop 1.1.0 to production?') },
      {
        type: 'section',
        fields: [
          mrkdwn('*Version*\n1.0.0 → *1.1.0*'),
          mrkdwn('*Environment*\nproduction'),
          mrkdwn('*Strategy*\ncanary, 5 steps'),
          mrkdwn(`*Window*\nopen until <!date^${Math.floor(Number(ts)) + 7200}^{time}|16:00>`),
          mrkdwn('*Commits*\n<https://git.example/compare|14 commits>'),
          mrkdwn('*Approvals*\n1 of <!subteam^S1|@sre>'),
        ],
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [{ type: 'text', text: 'What changes', style: { bold: true } }],
          },
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [
              {
                type: 'rich_text_section',
                elements: [{ type: 'text', text: 'Charge a card once when the answer is late' }],
              },
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'text', text: 'Show <b>taxes</b> per line & ' },
                  { type: 'text', text: 'TaxRate', style: { code: true } },
                ],
              },
              {
                type: 'rich_text_section',
                elements: [{ type: 'text', text: 'and 12 more', style: { italic: true } }],
              },
            ],
          },
        ],
      },
      {
        type: 'context',
        elements: [mrkdwn('CI passed · image signed · migrations: 1 · no blackout')],
      },
      {
        type: 'actions',
        elements: [
          actionButton('start', 'Start deployment', { style: 'primary' }),
          actionButton('edit', 'Edit…'),
          actionButton('cancel', 'Cancel'),
        ],
      },
    ],
  };
}

/** The one message of a running deployment; `percent` of the traffic is on the new version. */
export function rolloutCard(ts: string, percent: number): JsonMessage {
  const cells = '▓'.repeat(percent / 10) + '░'.repeat(10 - percent / 10);
  return {
    ts,
    user: 'U9',
    bot: true,
    text: `shop 1.1.0 to production: canary ${percent} %, healthy. Started by <@U1>.`,
    blocks: [
      { type: 'header', text: plain('shop 1.1.0 → production') },
      {
        type: 'section',
        text: mrkdwn(`:large_blue_circle: *Running* step 3 of 5: canary ${percent} % for 10 min`),
        accessory: {
          type: 'overflow',
          action_id: 'more',
          options: [
            { text: plain('Open dashboard'), value: 'open' },
            { text: plain('Release notes'), value: 'notes' },
            { text: plain('Copy id D-2041'), value: 'copy' },
          ],
        },
      },
      {
        type: 'section',
        text: mrkdwn(
          ':white_check_mark: Prestage, both images pulled · 12 s\n:white_check_mark: Start 2 instances · 8 s\n:large_blue_circle: *Canary, judged against stable*\n:white_circle: 50 %, then 100 %\n:white_circle: Bake and finish',
        ),
      },
      { type: 'section', text: mrkdwn(`\`${cells}\` ${percent} % of traffic · 12 of 48 updated`) },
      {
        type: 'table',
        column_settings: [{}, { align: 'right' }, { align: 'right' }, {}],
        rows: [
          ['Metric', 'Canary', 'Baseline', 'Result'].map((text) => ({ type: 'raw_text', text })),
          ['Errors', '0.12 %', '0.10 %', 'pass'].map((text) => ({ type: 'raw_text', text })),
          ['p99 latency', '480 ms', '474 ms', 'pass'].map((text) => ({ type: 'raw_text', text })),
        ],
      },
      {
        type: 'context',
        elements: [
          mrkdwn(
            'Next: 50 % about 14:20 → done about 14:38. If errors pass 1 % it returns to 1.0.0 by itself.',
          ),
        ],
      },
      {
        type: 'actions',
        elements: [
          actionButton('pause', 'Pause'),
          actionButton('skip', 'Skip to 100 %…'),
          actionButton('abort', 'Roll back…', {
            style: 'danger',
            accessibility_label: 'Roll back shop 1.1.0 in production',
            confirm: {
              title: plain('Roll back shop?'),
              text: mrkdwn('Traffic returns to *1.0.0* at once.'),
              confirm: plain('Roll back'),
              deny: plain('Keep going'),
              style: 'danger',
            },
          }),
        ],
      },
    ],
  };
}
