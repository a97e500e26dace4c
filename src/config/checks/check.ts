import type { z } from 'zod';
import type { ProviderTarget } from '../../domain/catalog/catalog.ts';
import type { Survey } from '../../domain/rulebook/unfit-strategies.ts';
import type { Fault } from '../fault.ts';
import type { Source } from '../source.ts';

/** What each provider accepts as `target`, by the name an environment calls it. */
export type TargetSchemas = Readonly<Record<string, z.ZodType<ProviderTarget>>>;

/** All that was read. A check must bear with content of any shape: its form may be at fault too. */
export interface Ground {
  readonly organisation: Source;
  readonly services: readonly Source[];
  /** The .ics files beside them, each as one text. */
  readonly calendars: readonly Source[];
  /** The files of openslo/ beside them, each as one text. */
  readonly openslo: readonly Source[];
  readonly providers: TargetSchemas;
  /** What a place can hold; left out: nobody knows. */
  readonly survey?: Survey | undefined;
}

/** One question to the whole configuration; it answers with everything that is wrong about it. */
export type Check = (ground: Ground) => readonly Fault[];
