import { z } from 'zod';
import { OrganisationFile } from './schema/organisation.ts';
import { ServiceFile } from './schema/service.ts';

/** The schemas that editors read, by file name: one for fairway.yaml, one for a file of services/. */
const SCHEMAS = [
  ['fairway.schema.json', OrganisationFile],
  ['service.schema.json', ServiceFile],
] as const;

const WIDTH = 100;

/**
 * The JSON Schemas of the configuration as people write it (draft 7, the newest that the YAML language
 * server knows whole), by file name. References between files are beyond it: `fairway check` has those.
 */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    SCHEMAS.map(([file, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
      return [file, `${layOut(JSON.parse(JSON.stringify(json)), '', 0)}\n`];
    }),
  );
}

/** JSON as the formatter of this repository lays it out: a list of plain values on one line if it fits. */
function layOut(value: unknown, indent: string, before: number): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    const plain = value.every((item) => typeof item !== 'object' || item === null);
    if (plain && indent.length + before + line.length < WIDTH) return line;
    const items = value.map((item) => `${inner}${layOut(item, inner, 0)}`);
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, entry]) => {
    const name = `${JSON.stringify(key)}: `;
    return `${inner}${name}${layOut(entry, inner, name.length)}`;
  });
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
}
