import type { PUBLISHER_KINDS } from '../domain/governance/publication.ts';
import type { PublisherKind } from '../ports/publisher-kind.ts';
import { distribution } from './distribution/index.ts';
import { genericPublisher } from './generic/publications.ts';
import { github } from './github/index.ts';
import { harbor } from './harbor/index.ts';

/** Every form in which somebody tells that a version is there. One folder and one line each. */
export const publisherKinds: Readonly<Record<(typeof PUBLISHER_KINDS)[number], PublisherKind>> = {
  github,
  distribution,
  harbor,
  generic: genericPublisher,
};
