import { z } from 'zod';
import { CODE_OWNERS, DEPENDANTS, ON_CALL } from '../../domain/governance/approval.ts';
import { DigestRule } from '../../domain/governance/digest.ts';
import { WorkingHours } from '../../domain/governance/working-hours.ts';
import { list, Name, Zone } from './forms.ts';

const Account = z
  .string()
  .regex(/^[UW][A-Z0-9]{6,20}$/, 'must be a Slack user id such as U024BE7LH');

/** One entry under `people`; left empty it is a person who can do nothing from chat. */
export const PersonFile = z
  .strictObject({
    name: z.string().min(1).optional().describe('Shown, never decided by. Left out: the id.'),
    slack: z
      .union([Account, z.array(Account)], { error: 'must be a Slack user id, or a list of them' })
      .optional()
      .describe('Slack user id, or several; without one this person can do nothing from chat.'),
    zone: Zone.optional().describe('IANA time zone of the person.'),
    workingHours: WorkingHours.optional().describe(
      'When the person works, in that zone; who is called outside them is called last. Left out: always.',
    ),
    commits: z
      .array(z.string().min(1))
      .optional()
      .describe('Names and addresses that sign their changes; who wrote one never approves it.'),
    hearsOfIncidents: z
      .boolean()
      .optional()
      .describe(
        'Whether they get a direct message when an incident names a change they wrote. Left out: they do.',
      ),
  })
  .nullable()
  .transform((person) => person ?? {});

const Members = list(Name);

/** One entry under `groups`: a list of people, or the same with a mention. */
export const GroupFile = z
  .union(
    [
      Members,
      z.strictObject({
        members: Members,
        mention: z
          .string()
          .regex(/^S[A-Z0-9]{6,20}$/, 'must be a Slack user group id such as S0614TZR7')
          .optional()
          .describe('Slack user group to ping. Being in it grants nothing.'),
        digest: DigestRule.optional().describe(
          'One message a week on the services the group owns. Left out: none.',
        ),
      }),
    ],
    { error: 'must be a list of people, or a section with members, mention and digest' },
  )
  .transform((group) =>
    'members' in group ? group : { members: group, mention: undefined, digest: undefined },
  );

/** These already mean people of whichever service is asked about. */
const TAKEN = ['owners', CODE_OWNERS, DEPENDANTS, ON_CALL];
export const GroupName = Name.refine((name) => !TAKEN.includes(name), {
  error: 'is taken: in approval rules it means people of the service in question',
});
