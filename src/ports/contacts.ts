import type { Lost, Signs } from '../domain/deployment/contact.ts';
import type { Deployment, DeploymentId } from '../domain/deployment/deployment.ts';

/** A call that takes long, as its worker tells it: lengths, because the time of day is the store's. */
export interface Calling {
  /** Of the deployment as it was looked at: once that has moved on, the call is over. */
  readonly revision: number;
  readonly provider: string;
  readonly tookMs: number;
  /** Since the last line of output; null while there was none. */
  readonly quietMs: number | null;
  readonly patienceMs: number;
}

/** What a card says of lost contact: of which revision, and the how many-th word on it. */
export interface Noted {
  readonly revision: number;
  readonly lost: Lost | null;
  readonly n: number;
}

export interface Watched {
  readonly deployment: Deployment;
  readonly signs: Signs;
  readonly noted: Noted | null;
}

/** Signs of life, and what cards say of their absence. Bookkeeping: nothing is decided by it. */
export interface Contacts {
  /** Repeated while the call goes on; never for one that is answered soon. */
  calling(id: DeploymentId, call: Calling): Promise<void>;
  signs(id: DeploymentId): Promise<Signs>;
  /** What fell due longer ago than this, and what a card calls lost. */
  watched(quietMs: number, limit: number): Promise<readonly Watched[]>;
  /** A lower `n` than is stored is ignored. */
  note(id: DeploymentId, noted: Noted): Promise<void>;
}
