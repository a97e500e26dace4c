import { PackageURL } from 'packageurl-js';

/** One thing that a version was built of, as a list of its parts (SBOM) names it. */
export interface Component {
  /** Its package URL without version, qualifiers and subpath; where there is none, its name. */
  readonly key: string;
  /** As people speak of it. */
  readonly name: string;
  /** Empty where nobody said. */
  readonly version: string;
  /** The type of its package URL, such as npm; empty where there is none. */
  readonly ecosystem: string;
  /** Expressions of SPDX or names, all of which hold; none where nothing is said. */
  readonly licences: readonly string[];
}

/** What a list says of a part, whatever its format. */
export interface Said {
  readonly name: string;
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly purl?: string | undefined;
  readonly licences: readonly string[];
}

export function componentOf({ name, group, version, purl, licences }: Said): Component {
  const url = purl === undefined ? null : readPurl(purl);
  const plain = named(group, name);
  if (!url) return { key: plain, name: plain, version: shown(version), ecosystem: '', licences };
  const { type, namespace } = url;
  return {
    key: new PackageURL(type, namespace, url.name, null, null, null).toString(),
    name: named(namespace, url.name),
    version: shown(version ?? url.version),
    ecosystem: type,
    licences,
  };
}

function named(group: string | null | undefined, name: string): string {
  return shown(group ? `${group}/${name}` : name);
}

/** Null where it is none: then the name has to do. */
function readPurl(text: string): PackageURL | null {
  try {
    return PackageURL.fromString(text);
  } catch {
    return null;
  }
}

const MOST_SHOWN = 120;

/** Words of strangers, on one line and of a length one can read. */
export function shown(text: string | null | undefined): string {
  const line = (text ?? '').replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN - 1)}…` : line;
}
