import { slackView } from '../deliver/payloads/view.ts';
import type { Endpoint } from './endpoint.ts';

/** The modals one person has open, the topmost last. */
export const views: Endpoint = {
  method: 'GET',
  path: 'views/',
  run: ({ world, name }) => ({
    status: 200,
    body: { views: world.modals.stack(name).map((view) => slackView(world, view)) },
  }),
};
