import type { Deployment, Status } from '../domain/deployment/deployment.ts';

/** How much there is, and how much waits, in numbers of rows. */
export interface Backlog {
  readonly deployments: Readonly<Record<Status, number>>;
  /** Those under way, by where to. */
  readonly active: readonly (Pick<Deployment, 'kind' | 'environment'> & {
    readonly status: 'pending' | 'running';
    readonly n: number;
  })[];
  /** Events recorded that not every subscriber has heard. */
  readonly untoldEvents: number;
  /** Acts of people received and not yet finished. */
  readonly unfinishedActs: number;
  /** Messages that do not show their latest state yet. */
  readonly unsentMessages: number;
  /** Messages that are never sent again by themselves. */
  readonly parkedMessages: number;
  /** Events and traces that machines outside have not taken yet. */
  readonly unsentEmissions: number;
  /** Deployments not over with no wake-up to come and nobody asked by name. */
  readonly unattendedDeployments: number;
  /** Deployments whose wake-up is long past and that no worker has in hand. */
  readonly overdueDeployments: number;
  /** Targets where something unknown serves and nobody has said why. */
  readonly outOfBand: number;
  /** Lines that are stopped, or on which one may try. */
  readonly stoppedLines: number;
  /** Deployments for which the glass was ever broken; the rate of emergencies is this over all. */
  readonly emergencies: number;
  /** Reviews of them that are owed, and those of them that are late. */
  readonly reviewsOwed: number;
  readonly reviewsOverdue: number;
}
