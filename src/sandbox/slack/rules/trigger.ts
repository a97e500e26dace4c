import type { Clock } from '../clock.ts';
import { newId, newSecret } from '../ids.ts';

/** A trigger_id opens one modal, within this of the person's act. */
const triggerLifeMs = 3_000;

export interface Trigger {
  readonly userId: string;
  /** The modal the person acted in: the only place a view may be pushed from. */
  readonly viewId?: string;
}

export type Exchange =
  | { readonly ok: true; readonly trigger: Trigger }
  | { readonly ok: false; readonly error: string };

export interface Triggers {
  issue(trigger: Trigger): string;
  /** Uses a trigger up: invalid_trigger_id, expired_trigger_id or exchanged_trigger_id otherwise. */
  exchange(triggerId: string): Exchange;
}

export function createTriggers(clock: Clock): Triggers {
  const issued = new Map<string, { trigger: Trigger; expiresAtMs: number; isUsed: boolean }>();
  return {
    issue(trigger) {
      const id = `${Math.floor(clock.now())}.${newId('', 6)}.${newSecret(16)}`;
      issued.set(id, { trigger, expiresAtMs: clock.now() + triggerLifeMs, isUsed: false });
      forgetOldest(issued);
      return id;
    },
    exchange(triggerId) {
      const found = issued.get(triggerId);
      if (found === undefined) return { ok: false, error: 'invalid_trigger_id' };
      if (found.isUsed) return { ok: false, error: 'exchanged_trigger_id' };
      if (clock.now() > found.expiresAtMs) return { ok: false, error: 'expired_trigger_id' };
      issued.set(triggerId, { ...found, isUsed: true });
      return { ok: true, trigger: found.trigger };
    },
  };
}

/** Old triggers are kept a while so that late use is told apart from nonsense; not for ever. */
function forgetOldest(issued: Map<string, unknown>): void {
  const [oldest] = issued.keys();
  if (issued.size > 5_000 && oldest !== undefined) issued.delete(oldest);
}
