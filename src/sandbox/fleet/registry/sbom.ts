import type { Digest } from '../../../domain/artifact/artifact.ts';
import { SAMPLE_PARTS } from '../sample/parts.ts';
import { imagesOf } from './images.ts';

/** The list of what an image is built of, as CycloneDX has it in JSON; null where there is no such image. */
export function sbomOf(service: string, digest: Digest): object | null {
  const built = imagesOf(service);
  const last = built.findIndex((image) => image.digest === digest);
  const image = built[last];
  if (!image) return null;
  const parts = Object.assign(
    {},
    ...built.slice(0, last + 1).map(({ version }) => SAMPLE_PARTS[`${service} ${version}`] ?? {}),
  ) as Readonly<Record<string, string | null>>;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name: service, version: image.version } },
    components: Object.entries(parts).flatMap(([name, said]) => component(name, said)),
  };
}

function component(name: string, said: string | null): readonly object[] {
  if (said === null) return [];
  const [version = '', id = ''] = said.split(' ');
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return [{ type: 'library', name, version, purl, licenses: [{ license: { id } }] }];
}
