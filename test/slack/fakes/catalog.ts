import type { Catalog } from '../../../src/domain/catalog/catalog.ts';

const people = [
  { id: 'ana', name: 'Ana Reyes', accounts: ['U0ANA'], zone: null },
  { id: 'bo', name: 'Bo Lind', accounts: ['U0BO'], zone: null },
  { id: 'cy', name: 'Cy Amari', accounts: [], zone: null },
];

export const catalog: Catalog = {
  version: 'v1',
  organisation: 'Acme',
  channel: 'C0DEPLOYS',
  environments: [],
  services: [],
  people,
  groups: [
    { name: 'sre', members: ['bo'], mention: 'S0SRE' },
    { name: 'owners', members: ['ana'], mention: null },
  ],
  approvals: [],
  blackouts: [],
  windows: [],
  breakGlass: { groups: [], lasts: 3_600_000, review: 172_800_000 },
};
