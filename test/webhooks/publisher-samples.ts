import { createHmac } from 'node:crypto';
import {
  type PUBLISHER_KINDS,
  Publisher,
  type Publishes,
} from '../../src/domain/governance/publication.ts';
import type { Headers } from '../../src/ports/webhook-source.ts';
import { SECRET } from './samples.ts';

export type Kind = (typeof PUBLISHER_KINDS)[number];
const REPOSITORY = { full_name: 'acme/shop', default_branch: 'main' };
const SHA = '0123456789abcdef0123456789abcdef01234567';

/** What GitHub posts, by the name of its event: each tells of one version, or of none. */
export const GITHUB = {
  release: {
    action: 'published',
    repository: REPOSITORY,
    release: {
      tag_name: 'v1.2.0',
      draft: false,
      prerelease: false,
      published_at: '2026-11-18T11:59:00Z',
    },
  },
  push: { ref: 'refs/tags/v1.2.0', deleted: false, repository: REPOSITORY },
  workflow_run: {
    action: 'completed',
    repository: REPOSITORY,
    workflow_run: {
      name: 'build',
      event: 'push',
      conclusion: 'success',
      head_branch: 'main',
      head_sha: SHA,
      head_repository: { full_name: 'acme/shop' },
      updated_at: '2026-11-18T11:59:00Z',
    },
  },
  registry_package: {
    action: 'published',
    repository: REPOSITORY,
    registry_package: {
      name: 'shop',
      package_type: 'CONTAINER',
      updated_at: '2026-11-18T11:59:00Z',
      package_version: {
        version: 'sha256:aa',
        container_metadata: { tag: { name: 'v1.2.0', digest: 'sha256:aa' } },
      },
    },
  },
};

/** A body of each kind, which tells of version 1.2.0. */
export const PUBLISHED: Readonly<Record<Kind, object>> = {
  github: GITHUB.release,
  distribution: {
    events: [
      {
        id: '320678d8',
        timestamp: '2026-11-18T11:59:00.123456789Z',
        action: 'push',
        target: {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          repository: 'acme/shop',
          tag: 'v1.2.0',
          digest: 'sha256:aa',
        },
        request: { addr: '10.0.0.7:4711', method: 'PUT' },
      },
      {
        timestamp: '2026-11-18T11:59:00Z',
        action: 'push',
        target: { repository: 'acme/shop', digest: 'sha256:bb' },
      },
      {
        timestamp: '2026-11-18T11:59:00Z',
        action: 'pull',
        target: { repository: 'acme/shop', tag: 'v1.1.0' },
      },
    ],
  },
  harbor: {
    type: 'PUSH_ARTIFACT',
    occur_at: 1_795_089_540,
    operator: 'robot$ci',
    event_data: {
      resources: [
        { digest: 'sha256:aa', tag: 'v1.2.0', resource_url: 'harbor.example/acme/shop:v1.2.0' },
      ],
      repository: {
        name: 'shop',
        namespace: 'acme',
        repo_full_name: 'acme/shop',
        repo_type: 'private',
      },
    },
  },
  generic: { images: [{ name: 'acme/shop', label: 'v1.2.0', pushed: true }] },
};

export function publisher(kind: Kind, more: Partial<Publishes> = {}): Publisher {
  return Publisher.parse({
    name: kind,
    kind,
    secrets: ['env:HOOK'],
    publishes: [{ repository: 'Acme/Shop', service: 'shop', tag: 'v{version}', ...more }],
    ...(kind === 'generic'
      ? {
          map: {
            published: 'body.images',
            when: 'one.pushed',
            repository: 'one.name',
            tag: 'one.label',
          },
        }
      : {}),
  });
}

/** As its sender would prove itself; `event` is GitHub's. */
export function provenBy(
  kind: Kind,
  body: string | Uint8Array,
  { secret = SECRET, event = 'release', delivery = '72d3162e-cc78-11e3-81ab-4c9367dc0958' } = {},
): Headers {
  if (kind !== 'github') return { authorization: `Bearer ${secret}` };
  const hex = createHmac('sha256', secret).update(body).digest('hex');
  return {
    'x-github-event': event,
    'x-github-delivery': delivery,
    'x-hub-signature-256': `sha256=${hex}`,
  };
}
