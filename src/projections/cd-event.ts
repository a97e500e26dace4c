import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent } from '../domain/deployment/event.ts';
import type { Instant } from '../domain/kernel/time.ts';

/** The release of the specification whose words these are: github.com/cdevents/spec, v0.4.1. */
const SPEC = '0.4.1';

/** One event in the words of CDEvents, as other tools of a delivery chain read them. */
export interface CdEvent {
  readonly context: {
    readonly version: typeof SPEC;
    readonly id: string;
    readonly source: string;
    readonly type: `dev.cdevents.${string}`;
    /** RFC 3339. */
    readonly timestamp: string;
  };
  readonly subject: {
    readonly id: string;
    readonly source: string;
    readonly type: 'pipelineRun' | 'service';
    readonly content: Readonly<Record<string, unknown>>;
  };
}

/** What the event says of the deployment as a run of a pipeline, and of what serves since; none for steps on the way. */
export function cdEventsOf(
  { type, revision, at }: DeploymentEvent,
  d: Deployment,
  source: string,
): readonly CdEvent[] {
  switch (type) {
    case 'requested':
      return [about('pipelinerun.queued.0.2.0', runOf(d, {}))];
    case 'started':
      return [about('pipelinerun.started.0.2.0', runOf(d, {}))];
    case 'succeeded':
      return [finished('success'), about(servingType(d), serviceOf(d))];
    case 'failed':
      return [finished('failure')];
    case 'cancelled':
      return [finished('error')];
    default:
      return [];
  }

  function finished(outcome: 'success' | 'failure' | 'error'): CdEvent {
    const errors = outcome === 'success' || !d.outcome ? {} : { errors: d.outcome.why };
    return about('pipelinerun.finished.0.2.0', runOf(d, { outcome, ...errors }));
  }
  function about(what: string, subject: Omit<CdEvent['subject'], 'source'>): CdEvent {
    const id = `${d.id}/${revision}/${what}`;
    const timestamp = rfc3339(at);
    const context = { version: SPEC, id, source, type: `dev.cdevents.${what}`, timestamp } as const;
    return { context, subject: { ...subject, source } };
  }
}

function runOf(d: Deployment, more: Readonly<Record<string, string>>) {
  const content = { pipelineName: `${d.service} to ${d.environment}`, ...more };
  return { id: d.id, type: 'pipelineRun', content } as const;
}

function servingType(d: Deployment): string {
  if (d.kind === 'rollback') return 'service.rolledback.0.2.0';
  return d.previous ? 'service.upgraded.0.2.0' : 'service.deployed.0.2.0';
}

function serviceOf(d: Deployment) {
  const content = { environment: { id: d.environment }, artifactId: purlOf(d) };
  return { id: d.service, type: 'service', content } as const;
}

/** A package URL, as the specification asks: an OCI artifact by its digest, with the version as its tag. */
function purlOf({ service, artifact }: Deployment): string {
  const [digest, tag] = [artifact.digest, artifact.version].map(encodeURIComponent);
  return `pkg:oci/${encodeURIComponent(service)}@${digest}?tag=${tag}`;
}

function rfc3339(at: Instant): string {
  return new Date(at).toISOString();
}
