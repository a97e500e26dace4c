import { proposeRule } from '../domain/configuration/propose-rule.ts';
import type { Becomes, Proposal } from '../domain/governance/action-item.ts';
import type { ActionId } from '../domain/kernel/action-id.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Source } from './learnt-from.ts';

interface Wanted extends Pick<Source, 'target' | 'alerts'> {
  readonly id: ActionId;
  readonly words: string;
  readonly becomes: Becomes | null;
  /** The alert that somebody names as the one that would have told. */
  readonly alert: string | undefined;
}

/** The rule it becomes, with where in the files in force its section begins; null where it becomes none. */
export async function propose(
  ctx: Pick<Context, 'catalog' | 'configurations'>,
  { id, words, becomes, alert, target, alerts }: Wanted,
): Promise<Proposal | Refusal | null> {
  if (becomes === null) return null;
  const catalog = ctx.catalog();
  const [only] = catalog.alerts ?? [];
  const named =
    alert === undefined || !only
      ? []
      : [
          alerts.find((one) => one.name === alert) ?? {
            source: only.name,
            name: alert,
            labels: {},
          },
        ];
  const heard = [...named, ...alerts];
  const written = proposeRule({ ...target, id, becomes, words, alerts: heard }, catalog);
  if (isRefusal(written)) return written;
  const found = await ctx.configurations.explain(written.section);
  const place = found && 'place' in found && found.isWritten ? found.place : null;
  return { ...written, place };
}
