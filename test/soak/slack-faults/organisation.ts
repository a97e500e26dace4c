import { createHash } from 'node:crypto';
import { loadCatalog } from '../../../src/config/load.ts';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { providerTargets } from '../../../src/providers/index.ts';
import { botUserId, demoWorkspace } from '../../../src/sandbox/slack/index.ts';
import type { FakeVersion } from '../../fakes/fake-world.ts';

export const ANA = 'U0ANA00001';
export const BO = 'U0BO000001';
/** Where people still are when their own channel is closed to them. */
export const ELSEWHERE = 'general';

/** One service each with a channel of its own, so that what happens to one channel happens to one of them. */
export const LANES = Array.from({ length: 8 }, (_, n) => ({
  service: `service-${n}`,
  channel: `channel-${n}`,
  channelId: `C0CHANNEL${n}`,
}));
export type Lane = (typeof LANES)[number];

export const workspace = {
  ...demoWorkspace,
  channels: [
    ...demoWorkspace.channels,
    ...LANES.map(({ channel, channelId }) => {
      return { id: channelId, name: channel, members: [ANA, BO, botUserId] };
    }),
  ],
};

export const versions: readonly FakeVersion[] = LANES.flatMap(({ service }) =>
  ['1.0.0', '1.1.0'].map((version) => ({ service, version })),
);

const FAIRWAY = `
organisation: Soak
environments:
  production: { provider: fleet, protected: false, slots: 20 }
people:
  ana: { slack: ${ANA} }
  bo: { slack: ${BO} }
  chen: { slack: U0CHEN0001 }
groups:
  owners-of-all: [bo, chen]
approvals:
  - { name: owners, environments: [production], groups: [owners-of-all] }
`;

function serviceFile(service: string): string {
  return `
service: ${service}
owners: [owners-of-all]
environments:
  production:
    strategy: { kind: rolling, batches: [25, 50, 75], bake: 20s }
`;
}

export async function faultsCatalog(): Promise<Catalog> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const files = [
    { file: 'fairway.yaml', text: FAIRWAY },
    ...LANES.map(({ service }) => ({
      file: `services/${service}.yaml`,
      text: serviceFile(service),
    })),
  ];
  const loaded = await loadCatalog(files, { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.catalog;
}
