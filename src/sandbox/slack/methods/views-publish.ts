import { slackView } from '../deliver/payloads/view.ts';
import { userOf } from '../model/lookup.ts';
import { newView, revisedView } from '../model/new-view.ts';
import { showHome } from '../model/show-view.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, type MethodCall, missing, refuse } from './method.ts';
import { viewArgument } from './view-argument.ts';

export const viewsPublish: Method = {
  name: 'views.publish',
  scopes: [],
  perMinute: perMinute.tier4,
  token: 'bot',
  run,
};

function run({ world, args }: MethodCall) {
  const userId = args.text('user_id');
  if (userId === undefined) return missing('user_id');
  const argument = viewArgument(args, 'home');
  if (!argument.ok) return argument.refusal;
  const user = userOf(world, userId);
  if (user === undefined || user.isBot || user.isStranger) return refuse('user_not_found');
  const old = world.state.homes.get(userId);
  const hash = args.text('hash');
  if (hash !== undefined && old !== undefined && hash !== old.hash) return refuse('hash_conflict');
  const view =
    old === undefined
      ? newView(world, userId, argument.view)
      : revisedView(world, old, argument.view);
  showHome(world, view);
  return { ok: true, view: slackView(world, view) };
}
