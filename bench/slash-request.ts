import { createHmac } from 'node:crypto';

/**
 * A signed slash command as bytes on the wire. Each is another person's with a trigger of its own, so
 * that neither deduplication nor a limit per person answers for the work, and in words of its own, since
 * the same urgent ones twice in a second count once. An urgent verb, because those
 * are the ones that no limit over everybody holds back.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function slashRequest(n: number, run: string, port: number, secret: string): Buffer {
  const user = `U${String(n % 500).padStart(9, '0')}`;
  const body = new URLSearchParams({
    token: 'gone-with-the-verification-token',
    team_id: 'T0FAIRWAY1',
    team_domain: 'acme',
    channel_id: 'C0DEPLOYS1',
    channel_name: 'deploys',
    user_id: user,
    user_name: 'ana',
    command: '/rollback',
    text: `shop in production because "checkout errors ${n}"`,
    api_app_id: 'A0FAIRWAY1',
    is_enterprise_install: 'false',
    response_url: `http://127.0.0.1:${port}/_response/${n}`,
    trigger_id: `${run}.${n}`,
  }).toString();
  const seconds = Math.floor(Date.now() / 1_000);
  const mac = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  const head = [
    'POST /slack/events HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    'user-agent: Slackbot 1.0 (+https://api.slack.com/robots)',
    'accept: application/json,*/*',
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-slack-request-timestamp: ${seconds}`,
    `x-slack-signature: v0=${mac}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
