import type { Plain } from '../../kernel/change.ts';
import type { Inspection } from '../validation.ts';
import type { Component } from './component.ts';
import type { Denied } from './denied.ts';
import { type Difference, differ } from './differ.ts';
import { faultsOf } from './faults.ts';
import { sayDifference } from './words.ts';

interface Compared {
  readonly after: readonly Component[];
  /** Of the version that served before, and that one's name; null where none did. */
  readonly before: { readonly version: string; readonly components: readonly Component[] } | null;
}

/** Two lists held against each other, and what of the difference is denied. */
export function compareSboms({ after, before }: Compared, denied: Denied): Inspection {
  const difference = differ(before?.components ?? [], after);
  const than = before?.version ?? null;
  const says = clipped(sayDifference(difference, { count: after.length, than }));
  const faults = faultsOf(difference, denied, before === null);
  const fault = faults.length === 0 ? null : `${clipped(faults.join('; '))}. ${says}`;
  return { says, fault, evidence: before ? evidenceOf(difference) : { components: after.length } };
}

/** A sentence in a thread. */
const LONGEST = 900;

function clipped(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const MOST_KEPT = 100;

/** For the ledger: more than a sentence can name, and still bounded. */
function evidenceOf({ added, removed, changed, licences }: Difference): Plain {
  return {
    counts: { added: added.length, removed: removed.length, changed: changed.length },
    added: pinned(added),
    removed: pinned(removed),
    changed: changed
      .slice(0, MOST_KEPT)
      .map(({ name, from, to }) => `${name} ${from.join(' ')} > ${to.join(' ')}`),
    licences: licences.slice(0, MOST_KEPT),
  };
}

function pinned(all: readonly Component[]): readonly string[] {
  return all.slice(0, MOST_KEPT).map(({ key, version }) => `${key} ${version}`.trim());
}
