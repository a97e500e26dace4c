import { z } from 'zod';
import { code } from './markdown.ts';

/** Zod writes JSON Schema; of an object we need its keys, their defaults and which must be there. */
const ObjectSchema = z.object({
  properties: z.record(z.string(), z.looseObject({ default: z.unknown().optional() })).default({}),
  required: z.array(z.string()).default([]),
});

/** The keys of a schema as people write it, each with what holds when it is left out. */
export function keyRows(schema: z.ZodType): readonly (readonly [string, string])[] {
  const json = z.toJSONSchema(schema, { io: 'input' });
  const { properties, required } = ObjectSchema.parse(json);
  return Object.entries(properties).map(([key, { default: value }]) => {
    if (required.includes(key)) return [code(key), 'must be there'];
    return [code(key), value === undefined ? 'nothing' : code(written(value))];
  });
}

/** As YAML has it in one line. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  return String(value);
}
