import { asIn } from './as-in.ts';
import { board } from './board.ts';
import { calendars } from './calendars.ts';
import type { Check } from './check.ts';
import { codeOwners } from './code-owners.ts';
import { distinct } from './distinct.ts';
import { duplicates } from './duplicates.ts';
import { duties } from './duties.ts';
import { form } from './form.ts';
import { handOffs } from './hand-offs.ts';
import { journeys } from './journeys.ts';
import { needs } from './needs.ts';
import { objectives } from './objectives.ts';
import { openslo } from './openslo.ts';
import { quorum } from './quorum.ts';
import { references } from './references.ts';
import { replicas } from './replicas.ts';
import { targets } from './targets.ts';
import { windows } from './windows.ts';

/** Everything that is asked of a configuration. One file and one line each; none waits for another. */
export const checks: readonly Check[] = [
  form,
  references,
  duplicates,
  targets,
  replicas,
  needs,
  asIn,
  quorum,
  distinct,
  codeOwners,
  handOffs,
  duties,
  board,
  windows,
  calendars,
  journeys,
  openslo,
  objectives,
];
