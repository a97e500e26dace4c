import { z } from 'zod';
import { isDigest } from '../../../domain/artifact/artifact.ts';
import { changesBetween, imageByVersion, imagesOf } from '../registry/images.ts';
import { sbomOf } from '../registry/sbom.ts';
import { moveTag, resolveTag, tagsOf } from '../registry/tags.ts';
import { type Answer, no, ok } from './answer.ts';
import { malformed, type Route, unknownService } from './route.ts';

const serviceQuery = z.object({ service: z.string() });
const refQuery = z.object({ service: z.string(), ref: z.string().min(1) });
const changesQuery = z.object({ service: z.string(), from: z.string(), to: z.string() });
const sbomQuery = z.object({ service: z.string(), digest: z.string().refine(isDigest) });
const tagBody = z.object({ service: z.string(), tag: z.string().min(1), version: z.string() });
const registryBody = z.object({ up: z.boolean() });

function registryDown(up: boolean): Answer | null {
  return up ? null : no(503, 'registry-down', 'the registry does not answer; try again later');
}

/** What a reference means now: `{version, digest}`, the version as it was built. */
const resolve: Route = {
  method: 'GET',
  path: '/admin/resolve',
  run({ fleet }, asked) {
    const parsed = refQuery.safeParse(asked);
    if (!parsed.success) return malformed(parsed.error);
    const { service, ref } = parsed.data;
    const { registryUp, tags } = fleet.state();
    const refusal = unknownService(service) ?? registryDown(registryUp);
    if (refusal !== null) return refusal;
    const image = resolveTag(tags, service, ref);
    const known = tagsOf(tags, service);
    if (image === undefined)
      return no(404, 'unknown-version', `${service} has no version ${ref}`, { known });
    return ok({ version: image.version, digest: image.digest });
  },
};

const versions: Route = {
  method: 'GET',
  path: '/admin/versions',
  run({ fleet }, asked) {
    const parsed = serviceQuery.safeParse(asked);
    if (!parsed.success) return malformed(parsed.error);
    const { service } = parsed.data;
    const refusal = unknownService(service) ?? registryDown(fleet.state().registryUp);
    if (refusal !== null) return refusal;
    return ok({ versions: imagesOf(service).map(({ version, digest }) => ({ version, digest })) });
  },
};

/** What lies between two images, by their digests: the titles of what was changed, or null, and who did it where. */
const changes: Route = {
  method: 'GET',
  path: '/admin/changes',
  run({ fleet }, asked) {
    const parsed = changesQuery.safeParse(asked);
    if (!parsed.success) return malformed(parsed.error);
    const { service, from, to } = parsed.data;
    const refusal = unknownService(service) ?? registryDown(fleet.state().registryUp);
    return refusal ?? ok(changesBetween(service, from, to) ?? { changes: null });
  },
};

/** What an image is built of, by its digest. */
const sbom: Route = {
  method: 'GET',
  path: '/admin/sbom',
  run({ fleet }, asked) {
    const parsed = sbomQuery.safeParse(asked);
    if (!parsed.success) return malformed(parsed.error);
    const { service, digest } = parsed.data;
    const refusal = unknownService(service) ?? registryDown(fleet.state().registryUp);
    if (refusal !== null) return refusal;
    const found = sbomOf(service, digest);
    return found ? ok(found) : no(404, 'unknown-version', `${service} has no image ${digest}`);
  },
};

/** Makes a tag mean another version: the story of the tag that moved under an approval. */
const tag: Route = {
  method: 'POST',
  path: '/admin/tag',
  run({ fleet }, body) {
    const parsed = tagBody.safeParse(body);
    if (!parsed.success) return malformed(parsed.error);
    const { service, version } = parsed.data;
    const refusal = unknownService(service);
    if (refusal !== null) return refusal;
    const image = imageByVersion(service, version);
    if (image === undefined) {
      const known = imagesOf(service).map((one) => one.version);
      return no(404, 'unknown-version', `${service} has no version ${version}`, { known });
    }
    fleet.change({ ...fleet.state(), tags: moveTag(fleet.state().tags, parsed.data) });
    return ok({ version: image.version, digest: image.digest });
  },
};

/** Switches the registry off and on. What is pulled starts all the same. */
const registry: Route = {
  method: 'POST',
  path: '/admin/registry',
  run({ fleet }, body) {
    const parsed = registryBody.safeParse(body);
    if (!parsed.success) return malformed(parsed.error);
    fleet.change({ ...fleet.state(), registryUp: parsed.data.up });
    return ok({ up: parsed.data.up });
  },
};

export const REGISTRY_ROUTES: readonly Route[] = [resolve, versions, changes, sbom, tag, registry];
