import { Train } from '../../src/domain/governance/train.ts';

/** It leaves on Wednesdays at 14:00 in Berlin, search before checkout; two hours before that all marks must be there. */
export function weeklyTrain(more: { readonly driver?: string; readonly confirm?: boolean } = {}) {
  const train = Train.parse({
    to: 'production',
    waves: [['search'], ['checkout']],
    days: ['we'],
    at: '14:00',
    zone: 'Europe/Berlin',
    cutOff: '2h',
    driver: 'release-managers',
    ...more,
  });
  return { name: 'weekly', ...train };
}

/** Its departures of 18 and of 25 November 2026. */
export const ID = 'weekly@2026-11-18T13:00:00Z';
export const NEXT = 'weekly@2026-11-25T13:00:00Z';
