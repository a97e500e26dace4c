import type { Message } from '../model/message.ts';
import type { Args } from './args.ts';

/** Keeps what lies between `oldest` and `latest`, the ends only where `inclusive`. Ephemerals never. */
export function inWindow(messages: readonly Message[], args: Args): readonly Message[] {
  const oldest = Number(args.text('oldest') ?? 0);
  const latest = Number(args.text('latest') ?? Infinity);
  const inclusive = args.flag('inclusive') === true;
  return messages.filter((message) => {
    const ts = Number(message.ts);
    const isWithin = inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
    return isWithin && message.ephemeralTo === undefined;
  });
}
