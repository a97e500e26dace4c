import type { Plain } from '../domain/kernel/change.ts';
import type { View } from '../projections/view.ts';
import { renderMessage } from './render/message.ts';
import type { Names } from './render/names.ts';
import { renderFallback } from './render/render-view.ts';
import type { Seals } from './seal.ts';

/** The answer in the acknowledgement itself; nothing for a plain one. */
export type AckBody = { readonly [key: string]: Plain };
export type Ack = (body?: AckBody) => Promise<void>;

/** To a command: a message only its sender sees. */
export function ephemeral(view: View, names: Names): AckBody {
  return { response_type: 'ephemeral', ...renderMessage(view, names) };
}

/** The same, with buttons that work for this account. */
export function offering(view: View, names: Names, seals: Seals, account: string): AckBody {
  const { text, blocks } = renderMessage(view, names);
  return { response_type: 'ephemeral', text, blocks: seals.seal(blocks, account) };
}

/** To a submission: what is wrong, under the field it is about, else under the first. */
export function faultsIn(
  blockIds: readonly string[],
  faults: Readonly<Record<string, string>>,
): AckBody {
  const [first] = blockIds;
  const placed = Object.entries(faults).map(([name, fault]) => {
    return [blockIds.includes(name) ? name : (first ?? name), fault] as const;
  });
  return { response_action: 'errors', errors: Object.fromEntries(placed) };
}

export function faultEverywhere(blockIds: readonly string[], view: View): AckBody {
  return faultsIn(blockIds, { '': renderFallback(view).replaceAll('`', '') });
}
