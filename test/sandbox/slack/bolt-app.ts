import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { botId, botUserId, type LocalSlack } from '../../../src/sandbox/slack/index.ts';
import { app as registration } from './fixture.ts';

const authorize = async () => ({
  botToken: registration.botToken,
  botId,
  botUserId,
  teamId: 'T0FAIRWAY1',
});

/** Bolt unchanged, over HTTP: only the address of Slack is ours. */
export async function startBoltHttp(slack: LocalSlack, register: (app: App) => void) {
  const receiver = new HTTPReceiver({
    signingSecret: registration.signingSecret,
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    receiver,
    authorize,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: `${slack.url()}/api/` },
  });
  register(app);
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => void (await app.stop()));
  const address = 'address' in server ? server.address() : null;
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  return app;
}

/** Bolt unchanged, over Socket Mode. */
export async function startBoltSocket(slack: LocalSlack, register: (app: App) => void) {
  const clientOptions = { slackApiUrl: `${slack.url()}/api/` };
  const receiver = new SocketModeReceiver({
    appToken: registration.appToken,
    logLevel: LogLevel.ERROR,
    // The receiver's own client takes its options from here, and from nowhere else.
    installerOptions: { clientOptions },
  });
  const app = new App({
    receiver,
    authorize,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions,
  });
  register(app);
  await app.start();
  onTestFinished(async () => void (await app.stop()));
  return app;
}
