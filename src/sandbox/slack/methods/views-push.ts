import { slackView } from '../deliver/payloads/view.ts';
import { newView } from '../model/new-view.ts';
import { showModal } from '../model/show-view.ts';
import { maxStack } from '../rules/modal-stack.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, type MethodCall, missing, refuse } from './method.ts';
import { viewArgument } from './view-argument.ts';

export const viewsPush: Method = {
  name: 'views.push',
  scopes: [],
  perMinute: perMinute.tier4,
  token: 'bot',
  run,
};

function run({ world, args }: MethodCall) {
  const triggerId = args.text('trigger_id');
  if (triggerId === undefined) return missing('trigger_id');
  const argument = viewArgument(args, 'modal');
  if (!argument.ok) return argument.refusal;
  const exchange = world.triggers.exchange(triggerId);
  if (!exchange.ok) return refuse(exchange.error);
  const { userId, viewId } = exchange.trigger;
  const below = world.modals.top(userId);
  // Only an act within an open modal may put another on top of it.
  if (below === undefined || viewId !== below.id) return refuse('not_found');
  if (world.modals.stack(userId).length >= maxStack) return refuse('push_limit_reached');
  const view = newView(world, userId, argument.view, below);
  showModal(world, view, 'push');
  return { ok: true, view: slackView(world, view) };
}
