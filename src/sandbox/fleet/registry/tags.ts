import { LATEST_VERSIONS } from '../sample/versions.ts';
import { type Image, imageByVersion, imagesOf } from './images.ts';

/** A name somebody moved, or gave: `tag` of `service` means the image built as `version`. */
export interface MovedTag {
  readonly service: string;
  readonly tag: string;
  readonly version: string;
}

/**
 * What a reference means now. A tag that was moved wins over the version of that name: this is how
 * `1.1.0` comes to mean something else than what was approved. The image answered bears the version
 * it was *built* as, so a version and its digest always belong together in metrics.
 */
export function resolveTag(
  moved: readonly MovedTag[],
  service: string,
  ref: string,
): Image | undefined {
  const tag = moved.find((one) => one.service === service && one.tag === ref);
  if (tag !== undefined) return imageByVersion(service, tag.version);
  const latest = ref === 'latest' ? LATEST_VERSIONS[service] : undefined;
  return imageByVersion(service, latest ?? ref);
}

export function moveTag(moved: readonly MovedTag[], to: MovedTag): readonly MovedTag[] {
  const others = moved.filter((one) => one.service !== to.service || one.tag !== to.tag);
  return [...others, to];
}

/** Every name that means something now: built versions, `latest`, and the tags people made. */
export function tagsOf(moved: readonly MovedTag[], service: string): readonly string[] {
  const made = moved.filter((one) => one.service === service).map((one) => one.tag);
  const built = imagesOf(service).map((image) => image.version);
  return [...new Set([...built, 'latest', ...made])];
}
