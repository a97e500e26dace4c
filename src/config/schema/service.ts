import { z } from 'zod';
import { HandOffClocks } from '../../domain/governance/hand-off.ts';
import { Replicas, Surge } from '../../domain/strategies/replicas.ts';
import { Criteria } from '../../domain/verdict/criteria.ts';
import { JourneyFile } from '../../domain/verdict/journey/form.ts';
import { Objective } from '../../domain/verdict/objective.ts';
import { ValidationFile } from '../../domain/verdict/validation.ts';
import { ObjectName } from '../openslo/words.ts';
import { Lockable, list, Name, section } from './forms.ts';
import { StrategyWritten } from './strategy.ts';

const Target = z.record(z.string(), z.unknown());

/** An objective as an environment inherits it, key by key; or what stands in files of OpenSLO. */
const ObjectiveFile = Objective.partial().extend({
  openslo: z
    .union([ObjectName, z.array(ObjectName).min(1)])
    .optional()
    .describe(
      'The SLO of OpenSLO v1 in openslo/ that says target, period and what is counted, by its name; or several.',
    ),
});

/** What an environment inherits from the top of the file, or says itself. */
const rollout = {
  strategy: StrategyWritten.nullish().describe('How a new version goes out. Left out: rolling.'),
  replicas: Replicas.nullish().describe(
    'How many of a version serve there. Left out: what its provider tells, or nobody knows.',
  ),
  surge: Surge.nullish().describe(
    'How many more than its replicas may run there during a rollout: a number, or a part such as 25%, rounded up. Left out: what its provider tells, or nobody knows.',
  ),
  criteria: Criteria.nullish().describe('When a new version counts as well.'),
  objective: ObjectiveFile.nullish().describe(
    'What is promised to those who use it: a new version that burns the error budget is undone. Left out: nothing is watched.',
  ),
  objectives: z
    .array(Objective)
    .min(1)
    .nullish()
    .describe('Several objectives over the same requests, each whole, in place of `objective`.'),
  target: Target.nullish().describe('What the provider of the environment must know.'),
};

/** One entry under `environments` of a service; left empty it runs there with what the top says. */
const PlacementFile = z
  .strictObject(rollout)
  .nullable()
  .transform((placement) => placement ?? {});

/** What a file under services/ may say. */
export const ServiceFile = z
  .strictObject({
    service: Lockable.describe('The name of the service, as people type it.'),
    aliases: list(Name).describe('Other names people may type.'),
    owners: z.array(Name).min(1).describe('Groups that own it; they are asked when in doubt.'),
    readers: list(Name).describe(
      'Groups that may look at it, besides its owners, auditors, and whoever may do or decide something there. Left out: every member.',
    ),
    tier: z
      .number()
      .int()
      .min(1)
      .max(4)
      .default(3)
      .describe('1 is the most important, 4 the least.'),
    tags: list(Name).describe('Words that approval rules can name.'),
    capability: z.string().min(1).nullish().describe('What of the business it carries.'),
    dependsOn: list(Name).describe(
      'Services it cannot do without: its owners hear of locks on them, and approve them where a rule asks.',
    ),
    handOffs: HandOffClocks.nullish().describe(
      'Its own clocks on hand-offs, in place of those of the organisation.',
    ),
    codeOwners: z
      .string()
      .nullish()
      .describe(
        'Its CODEOWNERS, as a text: approval rules and clocks on hand-offs can name code-owners.',
      ),
    journeys: section(JourneyFile).describe(
      'Ways of a customer, by name, walked before a new version meets anybody and at 100 %.',
    ),
    validations: section(ValidationFile).describe(
      'What is looked at from outside at 100 %, by name, each with its owner and what follows.',
    ),
    provider: Name.nullish().describe(
      'What reaches it wherever it runs, such as flags for a feature flag. Left out: what each environment names.',
    ),
    environments: z
      .record(Name, PlacementFile)
      .nullish()
      .describe('Where it runs. Left out: in every environment.'),
    ...rollout,
  })
  .meta({ title: 'Fairway: service', description: 'services/<name>.yaml' });
