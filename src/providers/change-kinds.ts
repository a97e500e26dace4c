import type { CHANGE_KINDS } from '../domain/elsewhere/source.ts';
import type { ChangeKind } from '../ports/change-kind.ts';
import { genericChanges } from './generic/changes.ts';
import { launchdarkly } from './launchdarkly/index.ts';
import { unleash } from './unleash/index.ts';

/** Every form in which changes made elsewhere are told of, by what a configuration calls it. */
export const changeKinds: Readonly<Record<(typeof CHANGE_KINDS)[number], ChangeKind>> = {
  launchdarkly,
  unleash,
  generic: genericChanges,
};
