/** One service in one environment, for organisations that are drawn at random. */
export const ALWAYS = {
  since: '2026-01-01T00:00',
  until: '2027-01-01T00:00',
  zone: 'UTC',
  because: 'away',
};
export const ENVIRONMENT = {
  name: 'production',
  aliases: [],
  order: 1,
  protected: true,
  region: 'here',
  provider: 'fleet',
  slots: 1,
  zone: 'UTC',
  deployers: [],
};
const PLACEMENT = {
  strategy: { kind: 'rolling', batches: [50], bake: 1_000 },
  criteria: { maxErrorRate: 0.01, maxP99Ratio: 2, minRequests: 1 },
  target: {},
} as const;
export const SERVICE = {
  name: 'shop',
  aliases: [],
  owners: ['owners-of-it'],
  tier: 1,
  tags: [],
  capability: null,
  environments: {
    production: { ...PLACEMENT, strategy: { ...PLACEMENT.strategy, batches: [50] } },
  },
};
