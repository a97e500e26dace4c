import { z } from 'zod';
import { type Component, componentOf } from './component.ts';
import { tooMany, UnreadableError } from './unreadable-error.ts';

const Relation = z.object({
  spdxElementId: z.string(),
  relationshipType: z.string(),
  relatedSpdxElement: z.string(),
});
const Package = z.object({
  SPDXID: z.string(),
  name: z.string().min(1),
  versionInfo: z.string().optional(),
  licenseConcluded: z.string().optional(),
  licenseDeclared: z.string().optional(),
  externalRefs: z
    .array(z.object({ referenceType: z.string(), referenceLocator: z.string() }))
    .optional(),
});
/** Of a document of SPDX 2.2 or 2.3 in JSON (https://spdx.github.io/spdx-spec/v2.3/) what we look at. */
const Document = z.object({
  spdxVersion: z.string().regex(/^SPDX-2\./),
  documentDescribes: z.array(z.string()).optional(),
  relationships: z.array(Relation).optional(),
  packages: z.array(Package).optional(),
});

/** All its packages but the one that the document describes. @throws UnreadableError */
export function componentsOfSpdx(document: object, most: number): readonly Component[] {
  const packages = 'packages' in document ? document.packages : [];
  if (Array.isArray(packages) && packages.length > most) throw tooMany(most);
  const read = Document.safeParse(document);
  if (!read.success)
    throw new UnreadableError('it begins as SPDX and is not, or not in version 2 of it');
  const whole = describedIn(read.data);
  const all = read.data.packages ?? [];
  const parts = all.filter(({ SPDXID }) => !whole.has(SPDXID));
  // Some writers have the document describe every package: then none of them is the whole.
  return (parts.length > 0 ? parts : all).map((one) =>
    componentOf({
      name: one.name,
      version: one.versionInfo,
      purl: one.externalRefs?.find(({ referenceType }) => referenceType === 'purl')
        ?.referenceLocator,
      licences: licencesOf(one),
    }),
  );
}

function describedIn(document: z.infer<typeof Document>): ReadonlySet<string> {
  const { documentDescribes = [], relationships = [] } = document;
  const related = relationships
    .filter(({ spdxElementId, relationshipType }) => {
      return spdxElementId === 'SPDXRef-DOCUMENT' && relationshipType === 'DESCRIBES';
    })
    .map(({ relatedSpdxElement }) => relatedSpdxElement);
  return new Set([...documentDescribes, ...related]);
}

/** What somebody concluded counts before what its makers declare. */
function licencesOf({ licenseConcluded, licenseDeclared }: z.infer<typeof Package>) {
  const said = [licenseConcluded, licenseDeclared].find(
    (one) => one !== undefined && !['', 'NOASSERTION', 'NONE'].includes(one),
  );
  return said === undefined ? [] : [said];
}
