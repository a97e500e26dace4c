import type { Bell } from '../ports/bell.ts';
import type { Log } from '../ports/log.ts';
import type { Messages } from '../ports/messages.ts';
import type { LineErrand } from './errand.ts';
import { renderMessage } from './render/message.ts';
import type { Names } from './render/names.ts';
import type { Seals } from './seal.ts';
import { forged } from './words.ts';

export interface Judging {
  readonly messages: Pick<Messages, 'postedAs' | 'want'>;
  readonly seals: Seals;
  readonly bell: Bell;
  readonly names: () => Names;
  /** Where people are told of a button that others made. */
  readonly channel: () => string;
  readonly log: Log;
}

export type Pressed = Pick<LineErrand, 'press' | 'account' | 'channel' | 'from'>;

/**
 * Whether what was pressed is a button that we made for where it stands: on a message of ours, or on what only this
 * person sees. What stands on a message that we never posted is told in the channel of releases, once.
 */
export async function isOurs(j: Judging, pressed: Pressed): Promise<boolean> {
  const { press, account, channel, from } = pressed;
  if (!press) return true;
  const channels = [account, ...(channel === null ? [] : [channel])];
  const { ts } = press;
  const keys = from === 'card' && ts !== null ? await j.messages.postedAs(ts, channels) : [];
  if (j.seals.holds(press, keys.length > 0 ? keys : [account])) return true;
  j.log.warn(
    { account, channel, ts, does: press.value, known: keys.length > 0 },
    'a button is not ours',
  );
  if (keys.length === 0) await tell(j, { account, does: press.value }, `forged:${channel}:${ts}`);
  return false;
}

async function tell(
  j: Judging,
  { account, does }: { readonly account: string; readonly does: string },
  key: string,
): Promise<void> {
  const content = renderMessage(forged(account, does), j.names(), 1);
  const where = { channel: j.channel(), under: null, broadcast: false };
  await j.messages.want({ key, ...where, content, revision: 1 });
  await j.bell.ring('deliver', key);
}
