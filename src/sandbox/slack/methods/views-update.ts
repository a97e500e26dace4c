import { slackView } from '../deliver/payloads/view.ts';
import { revisedView } from '../model/new-view.ts';
import { showModal } from '../model/show-view.ts';
import { perMinute } from '../rules/rate-limit.ts';
import { type Method, type MethodCall, missing, refuse } from './method.ts';
import { viewArgument } from './view-argument.ts';

export const viewsUpdate: Method = {
  name: 'views.update',
  scopes: [],
  perMinute: perMinute.tier4,
  token: 'bot',
  run,
};

function run({ world, args }: MethodCall) {
  const [viewId, externalId] = [args.text('view_id'), args.text('external_id')];
  if (viewId === undefined && externalId === undefined) return missing('view_id');
  const argument = viewArgument(args, 'modal');
  if (!argument.ok) return argument.refusal;
  const old =
    viewId === undefined ? world.modals.findExternal(externalId ?? '') : world.modals.find(viewId);
  if (old === undefined) return refuse('not_found');
  const hash = args.text('hash');
  if (hash !== undefined && hash !== old.hash) return refuse('hash_conflict');
  const view = revisedView(world, old, argument.view);
  showModal(world, view, 'replace');
  return { ok: true, view: slackView(world, view) };
}
