import { slackView } from '../deliver/payloads/view.ts';
import type { View } from './view.ts';
import type { World } from './world.ts';

/** Puts a modal before its person: as a new stack, on top of the stack, or in another's place. */
export function showModal(world: World, view: View, how: 'open' | 'push' | 'replace'): void {
  world.modals[how](view);
  world.announce({
    type: 'view',
    user: view.userId,
    only: view.userId,
    view: slackView(world, view),
  });
}

export function showHome(world: World, view: View): void {
  world.commit(
    { kind: 'home', view },
    { type: 'home', user: view.userId, only: view.userId, view: slackView(world, view) },
  );
}

export function announceClosed(world: World, view: View): void {
  world.announce({
    type: 'view_closed',
    user: view.userId,
    only: view.userId,
    view: slackView(world, view),
  });
}
