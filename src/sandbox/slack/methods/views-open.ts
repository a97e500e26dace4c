import { slackView } from '../deliver/payloads/view.ts';
import { newView } from '../model/new-view.ts';
import { showModal } from '../model/show-view.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, type MethodCall, missing, refuse } from './method.ts';
import { viewArgument } from './view-argument.ts';

export const viewsOpen: Method = {
  name: 'views.open',
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
  const external = argument.view['external_id'];
  if (typeof external === 'string' && world.modals.findExternal(external) !== undefined) {
    return refuse('duplicate_external_id');
  }
  const exchange = world.triggers.exchange(triggerId);
  if (!exchange.ok) return refuse(exchange.error);
  const view = newView(world, exchange.trigger.userId, argument.view);
  showModal(world, view, 'open');
  return { ok: true, view: slackView(world, view) };
}
