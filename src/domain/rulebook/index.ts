import type { Catalog } from '../catalog/catalog.ts';
import { apart } from './apart.ts';
import { deadlocked } from './deadlocked.ts';
import { departures } from './departures.ts';
import { deployable } from './deployable.ts';
import type { Finding, Proof } from './finding.ts';
import { guarded } from './guarded.ts';
import { holdsNothing } from './holds-nothing.ts';
import { never } from './never.ts';
import { otherName } from './other-name.ts';
import { outlasted } from './outlasted.ts';
import { quorate } from './quorate.ts';
import { reopens } from './reopens.ts';
import { runThrough } from './run-through.ts';
import { staffed } from './staffed.ts';
import { unbreakable } from './unbreakable.ts';

/**
 * What is proved of a rule book besides its faults: that rules can be met, whoever asks, is a fault of the
 * configuration itself. One file and one line each.
 */
const proofs: readonly Proof[] = [
  guarded(),
  otherName,
  runThrough,
  outlasted,
  holdsNothing,
  never,
  reopens,
  departures,
  staffed,
  apart,
  quorate,
  deadlocked,
  unbreakable,
  deployable,
];

/** Everything that fails, each with a case in which it shows. */
export function proveRules(catalog: Catalog): readonly Finding[] {
  return proofs.flatMap((proof) => proof(catalog));
}
