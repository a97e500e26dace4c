import { z } from 'zod';
import { openHome } from '../acts/home.ts';
import { slackView } from '../deliver/payloads/view.ts';
import { type Endpoint, post, replyOf } from './endpoint.ts';

export const home = post('home', z.strictObject({ user: z.string() }), (world, act) =>
  replyOf(openHome(world, act)),
);

/** What the app has published for one person; null where nothing. */
export const homeOf: Endpoint = {
  method: 'GET',
  path: 'home/',
  run({ world, name }) {
    const view = world.state.homes.get(name);
    return { status: 200, body: { view: view === undefined ? null : slackView(world, view) } };
  },
};
