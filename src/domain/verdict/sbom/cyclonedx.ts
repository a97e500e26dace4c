import { z } from 'zod';
import { type Component, componentOf } from './component.ts';
import { tooMany, UnreadableError } from './unreadable-error.ts';

/** Of a document of CycloneDX in JSON (https://cyclonedx.org/docs/) what we look at. */
const Bom = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.unknown()).optional(),
});
const Licence = z.object({
  expression: z.string().optional(),
  license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
});
const Part = z.object({
  type: z.string(),
  name: z.string().min(1),
  group: z.string().optional(),
  version: z.string().optional(),
  purl: z.string().optional(),
  licenses: z.array(Licence).optional(),
  components: z.array(z.unknown()).optional(),
});

/** All its components, nested ones too. @throws UnreadableError */
export function componentsOfCycloneDx(document: object, most: number): readonly Component[] {
  const bom = Bom.safeParse(document);
  if (!bom.success) throw new UnreadableError('it begins as CycloneDX and is not');
  const found: Component[] = [];
  const left = [...(bom.data.components ?? [])];
  let seen = 0;
  for (let raw = left.pop(); raw !== undefined; raw = left.pop()) {
    seen += 1;
    const part = Part.safeParse(raw);
    if (!part.success) throw new UnreadableError('one of its components has no type or no name');
    const { type, licenses = [], components = [], ...said } = part.data;
    if (seen + left.length + components.length > most) throw tooMany(most);
    for (const inner of components) left.push(inner);
    if (type !== 'file') found.push(componentOf({ ...said, licences: licenses.flatMap(termOf) }));
  }
  return found;
}

/** Several that stand side by side are taken to hold all. */
function termOf({ expression, license }: z.infer<typeof Licence>): readonly string[] {
  const term = expression ?? license?.id ?? license?.name ?? '';
  return term === '' ? [] : [term];
}
