import { slashCommandPayload } from '../deliver/payloads/slash-command.ts';
import { type JsonObject, objectsOf, textOf } from '../json.ts';
import { postMessage } from '../model/post.ts';
import { slackbotUserId } from '../model/seed.ts';
import type { Channel, User } from '../model/workspace.ts';
import type { World } from '../model/world.ts';
import { failureName, unansweredCommand } from '../rules/ack.ts';
import { cannotCommand } from '../rules/actors.ts';
import { refuseContent } from '../rules/content.ts';
import { commandText } from '../rules/escape.ts';
import { issueResponseUrl } from '../rules/response-url.ts';
import { noCommandsInThreads } from '../rules/threads.ts';
import { type ActResult, actingPlace, actingUser, isRefused, refuseAct } from './act.ts';

export interface CommandAct {
  readonly user: string;
  readonly channel: string;
  readonly command: string;
  readonly text: string;
  readonly thread_ts?: string | undefined;
}

/** A person sends a slash command; the answer waits for the app's ack, at most three seconds. */
export async function typeCommand(world: World, act: CommandAct): Promise<ActResult> {
  const user = actingUser(world, act.user);
  if (isRefused(user)) return user;
  const channel = actingPlace(world, user, act.channel);
  if (isRefused(channel)) return channel;
  const refusal = refuseCommand(world, act, user, channel);
  if (refusal !== undefined) return refusal;
  const registered = world.app.commands.find((one) => one.command === act.command);
  if (registered === undefined) {
    const words = `\`${act.command}\` is not a valid command. Commands of this workspace: ${names(world)}.`;
    return tell(world, channel, user, 404, 'unknown_command', words);
  }
  const payload = slashCommandPayload(world, {
    user,
    channel,
    command: act.command,
    text: commandText(world, registered, act.text),
    responseUrl: issueResponseUrl(world, { channel: channel.id, user: user.id }),
    triggerId: world.triggers.issue({ userId: user.id }),
  });
  const outcome = await world.send({ kind: 'slash_commands', payload });
  if (outcome.ok) return showAck(world, channel, user, act.command, outcome.body);
  const error = failureName(outcome.reason);
  const words = unansweredCommand(act.command, error);
  return tell(world, channel, user, 200, error, words);
}

function refuseCommand(
  world: World,
  act: CommandAct,
  user: User,
  channel: Channel,
): ActResult | undefined {
  if (act.thread_ts !== undefined) {
    const words = noCommandsInThreads(act.command);
    return tell(world, channel, user, 409, 'not_supported_in_threads', words, act.thread_ts);
  }
  if (channel.isArchived) return refuseAct(409, 'is_archived', `#${channel.name} is archived.`);
  const stranger = cannotCommand(user);
  return stranger === undefined ? undefined : refuseAct(403, stranger.error, stranger.message);
}

/** What the app put in its ack becomes a message: private unless it says `in_channel`. */
function showAck(
  world: World,
  channel: Channel,
  user: User,
  command: string,
  ack: JsonObject | string,
): ActResult {
  const body: JsonObject = typeof ack === 'string' ? { text: ack } : ack;
  const content = {
    text: textOf(body['text']) ?? '',
    blocks: body['blocks'],
    attachments: body['attachments'],
    metadata: body['metadata'],
  };
  if (content.text === '' && content.blocks === undefined && content.attachments === undefined) {
    return { ok: true, ack };
  }
  const refusal = refuseContent(world, content, 'post');
  if (refusal !== undefined) {
    const reason = String(refusal['error']);
    return tell(world, channel, user, 200, reason, unansweredCommand(command, reason));
  }
  postMessage(world, channel.id, {
    text: content.text,
    blocks: objectsOf(content.blocks),
    attachments: objectsOf(content.attachments),
    ...(body['response_type'] === 'in_channel' ? {} : { ephemeralTo: user.id }),
  });
  return { ok: true, ack };
}

function tell(
  world: World,
  channel: Channel,
  user: User,
  status: number,
  error: string,
  words: string,
  threadTs?: string,
): ActResult {
  postMessage(world, channel.id, {
    user: slackbotUserId,
    text: words,
    ephemeralTo: user.id,
    ...(threadTs === undefined ? {} : { threadTs }),
  });
  return refuseAct(status, error, words);
}

function names(world: World): string {
  return world.app.commands.map((one) => one.command).join(', ');
}
