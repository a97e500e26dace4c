import { isStopping } from '../domain/breaker/decide.ts';
import { runsTo } from '../domain/breaker/place.ts';
import { openBurn } from '../domain/deployment/whole-burn.ts';
import type { Context } from '../ports/context.ts';
import type { Place } from './find.ts';
import { spentBudgets } from './spent-budgets.ts';

/** Whether it is a fix for a place that its line, or its error budget, spent or burning, closes. */
export async function mendsLine(
  ctx: Pick<Context, 'catalog' | 'records'>,
  { service, environment, placement }: Place,
  fixes: string | null,
): Promise<boolean> {
  if (fixes === null) return false;
  const target = { service: service.name, environment: environment.name };
  const breakers = await ctx.records.breakers();
  if (breakers.some((one) => isStopping(one) && runsTo(one, target))) return true;
  const { objectives = [] } = placement;
  if (objectives.length === 0) return false;
  if (openBurn(await ctx.records.burn(target), objectives) !== null) return true;
  const spent = await spentBudgets(ctx, target.environment, await ctx.records.now());
  return spent.some((one) => one.service === target.service);
}
