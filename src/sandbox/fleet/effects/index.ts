import { type EffectReader, reader } from './ask.ts';
import { finish } from './finish.ts';
import { prestage } from './prestage.ts';
import { shift } from './shift.ts';
import { start } from './start.ts';

/** Every effect the fleet can be asked for: one file and one line each. */
export const EFFECTS: readonly EffectReader[] = [
  reader(prestage),
  reader(start),
  reader(shift),
  reader(finish),
];
