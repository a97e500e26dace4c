/** The rival of bench/ack: Bolt as its own documentation starts it, which acknowledges and does nothing. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

const signingSecret = process.env['SLACK_SIGNING_SECRET'] ?? '';
const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
const app = new App({
  receiver,
  logLevel: LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-bench', botUserId: 'U0FAIRWAY1', botId: 'B0FAIRWAY1' }),
});
app.command(/./, async ({ ack }) => ack());
await app.start({ port: Number(process.env['PORT']), host: '127.0.0.1' });
process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit(0));
