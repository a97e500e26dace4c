import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { canonicalText } from '../kernel/canonical.ts';
import type { Change } from '../kernel/change.ts';
import type { Instant } from '../kernel/time.ts';

/** A public key of Ed25519 (RFC 8410) as base64 of its SubjectPublicKeyInfo. */
const PublicKey = z.string().regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/, {
  error: 'must be a public key as fairway people key prints it',
});

/** Who may say who is here: lists of people that one of these keys signed are taken. */
export const PeopleRule = z.strictObject({
  keys: z.array(z.strictObject({ name: z.string().min(1), key: PublicKey })).min(1),
});
export type PeopleRule = z.infer<typeof PeopleRule>;

/** One principal as an administrator knows them. E-mail is for people to read and decides nothing. */
const Listed = z.strictObject({
  id: z.string().min(1),
  email: z.string().min(1).optional(),
  slack: z
    .strictObject({
      team: z.string().regex(/^T[A-Z0-9]{6,20}$/, 'must be a Slack team id such as T024BE7LD'),
      user: z.string().regex(/^[UW][A-Z0-9]{6,20}$/, 'must be a Slack user id such as U024BE7LH'),
    })
    .optional(),
  active: z.boolean(),
  /** From this moment on they are here no more. Left out: as long as they are active. */
  validUntil: z.iso.datetime({ offset: true }).optional(),
});
export type Listed = z.infer<typeof Listed>;

const UNSIGNED = {
  form: z.literal('fairway-people/1'),
  organisation: z.string().min(1),
  serial: z.number().int().min(1),
  principals: z.array(Listed).superRefine((all, ctx) => {
    const twice = (values: readonly string[]) => values.find((v, i) => values.indexOf(v) !== i);
    const id = twice(all.map((one) => one.id));
    const user = twice(all.flatMap((one) => (one.slack ? [one.slack.user] : [])));
    if (id !== undefined) ctx.addIssue({ code: 'custom', message: `names "${id}" twice` });
    if (user !== undefined)
      ctx.addIssue({ code: 'custom', message: `links the Slack account ${user} twice` });
  }),
};

/** A list of people before it is signed. `serial` rises with every list. */
export const PeopleList = z.strictObject(UNSIGNED);
export type PeopleList = z.infer<typeof PeopleList>;

/** `ed25519`: the signature of `signedText`, as base64; `key`: the name the configuration gives the key. */
export const SignedPeople = z.strictObject({
  ...UNSIGNED,
  signature: z.strictObject({ key: z.string().min(1), ed25519: z.base64() }),
});
export type SignedPeople = z.infer<typeof SignedPeople>;

/** What is signed: the RFC 8785 text of the list. */
export function signedText({ form, organisation, serial, principals }: PeopleList): string {
  return canonicalText({ form, organisation, serial, principals });
}

/** A list that was taken. Whoever an earlier one named and this one did not is in it as left. */
export interface KnownPeople {
  readonly serial: number;
  readonly key: string;
  readonly digest: string;
  readonly takenAt: Instant;
  readonly principals: readonly Listed[];
}

export type PeopleChange = Change<KnownPeople, never>;

export function isHere({ active, validUntil }: Listed, now: Instant): boolean {
  if (!active || validUntil === undefined) return active;
  return now < Temporal.Instant.from(validUntil).epochMilliseconds;
}
