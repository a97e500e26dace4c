import type { View } from './view.ts';

/** The modals each person has open, the topmost last. They end with the process, as with a reload. */
export interface Modals {
  stack(userId: string): readonly View[];
  top(userId: string): View | undefined;
  find(viewId: string): View | undefined;
  findExternal(externalId: string): View | undefined;
  /** Starts a new stack. */
  open(view: View): void;
  push(view: View): void;
  replace(view: View): void;
  /** Closes one view, and with it everything above. */
  close(viewId: string): void;
  closeAll(userId: string): void;
  clear(): void;
}

export function createModals(): Modals {
  const stacks = new Map<string, readonly View[]>();
  const stack = (userId: string) => stacks.get(userId) ?? [];
  const all = () => [...stacks.values()].flat();
  const find = (viewId: string) => all().find((view) => view.id === viewId);
  return {
    stack,
    top: (userId) => stack(userId).at(-1),
    find,
    findExternal: (externalId) => all().find((view) => view.body['external_id'] === externalId),
    open: (view) => void stacks.set(view.userId, [view]),
    push: (view) => void stacks.set(view.userId, [...stack(view.userId), view]),
    replace(view) {
      const next = stack(view.userId).map((old) => (old.id === view.id ? view : old));
      stacks.set(view.userId, next);
    },
    close(viewId) {
      const owner = find(viewId)?.userId;
      if (owner === undefined) return;
      const at = stack(owner).findIndex((view) => view.id === viewId);
      stacks.set(owner, stack(owner).slice(0, at));
    },
    closeAll: (userId) => void stacks.delete(userId),
    clear: () => stacks.clear(),
  };
}
