import type { JsonObject } from '../json.ts';

/** An open modal or a published App Home, as the workspace keeps it. */
export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly userId: string;
  readonly hash: string;
  readonly rootViewId: string;
  readonly previousViewId: string | null;
  /** The view as the app gave it, block and action ids filled in. */
  readonly body: JsonObject;
  /** What the person has entered so far, by block_id, then action_id. */
  readonly entered: Entered;
}

/** State values by block_id, then action_id, in the form of Slack's `state.values`. */
export type Entered = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
