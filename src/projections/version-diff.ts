import { type Artifact, shortDigest } from '../domain/artifact/artifact.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { header, note } from './parts.ts';
import { type Part, STATES, type View } from './view.ts';
import { stateOf } from './words.ts';

export interface Side {
  readonly artifact: Artifact;
  readonly deployments: readonly Deployment[];
}

/** Two versions side by side. */
export function versionDiff(service: string, a: Side, b: Side): View {
  const same = a.artifact.digest === b.artifact.digest;
  const verdict = same ? 'They are the same image.' : 'They are different images.';
  const table: Part = {
    part: 'table',
    head: ['', a.artifact.version, b.artifact.version],
    rows: [
      ['Digest', shortDigest(a.artifact.digest), shortDigest(b.artifact.digest)],
      ['Last seen', last(a), last(b)],
      ['Deployments', String(a.deployments.length), String(b.deployments.length)],
    ],
  };
  return {
    text: `${service} ${a.artifact.version} and ${b.artifact.version}: ${verdict}`,
    parts: [
      header(`${service} ${a.artifact.version} … ${b.artifact.version}`),
      table,
      note([verdict]),
    ],
  };
}

function last({ deployments }: Side): string {
  const [newest] = deployments;
  if (!newest) return 'never';
  const word = newest.kind === 'rollback' ? 'Returned to' : STATES[stateOf(newest)].word;
  return `${newest.environment}, ${word}, ${newest.id}`;
}
