import type { Secret } from '../secret.ts';
import { seal } from '../secret.ts';
import type { Given } from './read-values.ts';
import { exampleOf, missing, type VariableFault } from './variable-fault.ts';
import { VARIABLES } from './variables.ts';

/** How Slack reaches us, and the token we answer with. */
export type SlackSettings = {
  readonly botToken: Secret;
  /** With one slash at its end, as Slack's client wants it; null for Slack itself. */
  readonly apiUrl: string | null;
} & (
  | { readonly transport: 'http'; readonly signingSecret: Secret }
  | { readonly transport: 'socket'; readonly appToken: Secret }
);

/** The Slack part of the settings; null when something of it is missing or malformed. */
export function slackSettings({ values }: Given): SlackSettings | null {
  const { botToken, signingSecret, appToken, slackApiUrl } = values;
  if (botToken === undefined) return null;
  const apiUrl = slackApiUrl === undefined ? null : slackApiUrl.replace(/\/*$/, '/');
  const base = { botToken: seal(botToken), apiUrl };
  // An app token is good for nothing else, and an app in Socket Mode gets no HTTP at all.
  if (appToken !== undefined) return { ...base, transport: 'socket', appToken: seal(appToken) };
  if (signingSecret === undefined) return null;
  return { ...base, transport: 'http', signingSecret: seal(signingSecret) };
}

/** What is missing of Slack, when somebody has set a part of it; malformed values are said elsewhere. */
export function missingOfSlack({ meant }: Given): readonly VariableFault[] {
  const faults: VariableFault[] = [];
  if (!meant.has('botToken')) {
    faults.push(
      missing(VARIABLES.botToken, 'Fairway cannot post without the bot token of the app'),
    );
  }
  if (!meant.has('signingSecret') && !meant.has('appToken')) {
    const { signingSecret, appToken } = VARIABLES;
    faults.push({
      variable: `${signingSecret.name} or ${appToken.name}`,
      what: 'neither is set',
      why: 'Slack reaches Fairway over HTTP, known by the signing secret, or over Socket Mode, opened with an app-level token',
      example: `${exampleOf(signingSecret)} or ${exampleOf(appToken)}`,
    });
  }
  return faults;
}
