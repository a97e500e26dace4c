import { z } from 'zod';
import type { Occasion } from '../../domain/governance/publication.ts';
import type { Announcement, PublisherKind } from '../../ports/publisher-kind.ts';
import type { BadShape } from '../../ports/webhook-source.ts';
import { headerOf, isSignedBy } from '../webhook-proof.ts';
import { badShape, MaybeWord, Moment, Word } from '../webhook-shape.ts';

const Repository = z.object({ full_name: Word, default_branch: Word.nullish() });
const TAGS = 'refs/tags/';

const Release = z.object({
  action: z.string(),
  repository: Repository,
  release: z.object({
    tag_name: Word,
    draft: z.boolean(),
    prerelease: z.boolean(),
    published_at: Moment.nullable(),
  }),
});
const Push = z.object({ ref: Word, deleted: z.boolean(), repository: Repository });
const WorkflowRun = z.object({
  action: z.string(),
  repository: Repository,
  workflow_run: z.object({
    name: MaybeWord,
    event: z.string(),
    conclusion: z.string().nullable(),
    head_branch: MaybeWord,
    head_sha: z.string().regex(/^[0-9a-f]{40,64}$/),
    head_repository: z.object({ full_name: Word }).nullish(),
    updated_at: Moment,
  }),
});
const Package = z.object({
  package_version: z
    .object({
      version: MaybeWord,
      container_metadata: z.object({ tag: z.object({ name: MaybeWord }).nullish() }).nullish(),
    })
    .nullish(),
  updated_at: Moment.nullish(),
});
const Packaged = z.object({
  action: z.string(),
  repository: Repository.nullish(),
  package: Package.optional(),
  registry_package: Package.optional(),
});

type Reads = (body: unknown) => readonly Occasion[] | BadShape;

/** By the value of X-GitHub-Event; whatever else it tells of is none of our business. */
const EVENTS: Readonly<Record<string, Reads>> = {
  release: reading(Release, ({ action, repository, release: one }) => {
    if (action !== 'published' || one.draft || one.prerelease) return [];
    return [said('release', repository.full_name, one.tag_name, one.published_at)];
  }),
  push: reading(Push, ({ ref, deleted, repository }) => {
    if (deleted) return [];
    const name = ref.replace(/^refs\/(tags|heads)\//, '');
    return [said(ref.startsWith(TAGS) ? 'tag' : 'branch', repository.full_name, name, null)];
  }),
  workflow_run: reading(WorkflowRun, ({ action, repository, workflow_run: run }) => {
    const own = run.head_repository?.full_name === repository.full_name;
    // What a pull request proposes is nobody's version, least of all one from a fork.
    if (action !== 'completed' || run.conclusion !== 'success' || !own) return [];
    if (run.event.startsWith('pull_request')) return [];
    const isMain = run.head_branch !== '' && run.head_branch === repository.default_branch;
    const more = { workflow: run.name, branch: run.head_branch, isMain };
    return [{ ...said('workflow', repository.full_name, run.head_sha, run.updated_at), ...more }];
  }),
  package: reading(Packaged, packaged),
  registry_package: reading(Packaged, packaged),
};

/**
 * GitHub, as it delivers webhooks in JSON: `X-Hub-Signature-256` is HMAC-SHA256 of the raw body,
 * `X-GitHub-Event` says what it is. `X-GitHub-Delivery` must be there and decides nothing: it is not signed, so what
 * was captured could be sent again under another; the bytes are the same when GitHub sends it again.
 */
export const github: PublisherKind = {
  name: 'github',
  verify(rawBody, headers, secrets) {
    const [, hex] = /^sha256=(.*)$/.exec(headerOf(headers, 'x-hub-signature-256') ?? '') ?? [];
    return hex !== undefined && isSignedBy(secrets, [hex], rawBody);
  },
  read(body, headers): Announcement | BadShape {
    const id = headerOf(headers, 'x-github-delivery');
    if (id === null || !/^[A-Za-z0-9-]{1,100}$/.test(id)) {
      return { path: 'X-GitHub-Delivery', why: 'must be there once, as GitHub sends it' };
    }
    const event = headerOf(headers, 'x-github-event') ?? '';
    const reads = Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined;
    const found = reads?.(body) ?? [];
    return 'path' in found ? found : { id: null, occasions: found };
  },
};

function packaged({ action, repository, ...body }: z.infer<typeof Packaged>): readonly Occasion[] {
  const one = body.registry_package ?? body.package;
  const tag = one?.package_version?.container_metadata?.tag?.name;
  const version = tag ? tag : (one?.package_version?.version ?? '');
  if (action !== 'published' || !repository || version === '') return [];
  return [said('package', repository.full_name, version, one?.updated_at ?? null)];
}

function said(on: Occasion['on'], repository: string, tag: string, at: Occasion['at']): Occasion {
  const built = { mark: 'built', report: null } as const;
  return { on, repository, tag, at, workflow: null, branch: null, isMain: false, ...built };
}

function reading<Schema extends z.ZodType>(
  schema: Schema,
  tell: (body: z.infer<Schema>) => readonly Occasion[],
): Reads {
  return (body) => {
    const read = schema.safeParse(body);
    return read.success ? tell(read.data) : badShape(read.error);
  };
}
