/** An interaction not acknowledged within this is lost to the person who made it. */
export const ackTimeoutMs = 3_000;

/** What Slackbot tells the person whose slash command got no answer, or a bad one. */
export function unansweredCommand(command: string, reason: string): string {
  return `\`${command}\` failed because the app did not respond (${reason}). Try again, or ask whoever runs the app.`;
}

/** What Slack's client says under a modal whose submission got no answer. */
export const unansweredModal = 'We had some trouble connecting. Try again?';

/** Name of the failure in Slack's own words. */
export function failureName(reason: string): 'operation_timeout' | 'dispatch_failed' {
  return reason === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed';
}
