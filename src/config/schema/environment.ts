import { z } from 'zod';
import { FlagReaders } from '../../domain/flag/readers.ts';
import { Duration } from '../../domain/kernel/duration.ts';
import { SignalSource } from '../../domain/verdict/signal-source.ts';
import { list, Name, Zone } from './forms.ts';

/** One entry under `environments` of fairway.yaml. Only `provider` must be said. */
export const EnvironmentFile = z.strictObject({
  order: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Rank in promotion, lower comes first. Left out: its position in the file.'),
  protected: z
    .boolean()
    .default(true)
    .describe('Whether a deployment shows a preview and waits for Start. Left out: it does.'),
  region: z.string().min(1).default('default').describe('Where it runs, such as eu-central.'),
  provider: Name.describe('Which provider reaches it, such as command.'),
  slots: z
    .number()
    .int()
    .min(1)
    .default(1)
    .describe('How many deployments may run here at once, over all services.'),
  zone: Zone.default('UTC').describe('IANA time zone in which its times are shown.'),
  aliases: list(Name).describe('Other names people may type, such as prod.'),
  deployers: list(Name).describe(
    'Groups that may deploy here. Left out: every member of the organisation.',
  ),
  channels: list(
    z.string().regex(/^[CG][A-Z0-9]{8,20}$/, 'must be a channel id such as C024BE91L'),
  ).describe(
    'Ids of the channels from which deployments here may be asked for. Left out: any. Stopping is never bound to a channel.',
  ),
  lookEvery: z
    .union([
      Duration.refine((ms) => ms >= 10_000, 'must be at least 10s'),
      z.literal('never').transform(() => null),
    ])
    .default(300_000)
    .describe(
      'How often Fairway looks whether what serves is what was deployed, such as 5m; or never.',
    ),
  flags: FlagReaders.optional().describe(
    'Who may ask for its flags by OFREP, by the tokens they hold. Left out: nobody.',
  ),
  signals: SignalSource.optional().describe(
    'Where its traffic is measured. Left out: by the provider, where that measures any.',
  ),
});
