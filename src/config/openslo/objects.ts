import type { z } from 'zod';
import type { Fault, Path } from '../fault.ts';
import { faultsOf } from '../issues.ts';
import { suggest } from '../near.ts';
import { mapOf, textOf } from '../select.ts';
import { documentsOf, faultAt, type Source } from '../source.ts';
import { FORMS, type Kind } from './forms.ts';

type Form<K extends Kind> = z.output<(typeof FORMS)[K]>;

/** One object of OpenSLO, and where it stands: in a document of its own, or in a list of them. */
export interface OpenSloObject {
  readonly source: Source;
  readonly at: Path;
  readonly kind: string;
  readonly name: string;
  readonly raw: unknown;
}

/** Every object of the files, in order; empty documents are none. */
export function objectsIn(files: readonly Source[]): readonly OpenSloObject[] {
  return files.flatMap(documentsOf).flatMap((source) => {
    const isList = Array.isArray(source.raw);
    const all: readonly unknown[] = Array.isArray(source.raw) ? source.raw : [source.raw];
    return all
      .map((raw, i) => ({
        source,
        at: isList ? [i] : [],
        kind: textOf(raw, 'kind') ?? '',
        name: textOf(mapOf(raw)?.['metadata'], 'name') ?? '',
        raw,
      }))
      .filter(({ raw }) => raw !== null);
  });
}

/** What is wrong with the form of any object, with a name that is there twice, or with the YAML itself. */
export function faultsIn(files: readonly Source[]): readonly Fault[] {
  const documents = files.flatMap(documentsOf);
  const all = objectsIn(files);
  return [
    ...documents.flatMap(({ faults }) => faults),
    ...all.filter(({ source }) => source.sound).flatMap((one) => formFaults(one)),
    ...all.flatMap((one, i) => {
      const first = all.find(({ kind, name }) => kind === one.kind && name === one.name);
      if (one.name === '' || first === undefined || first === all[i]) return [];
      const { file, line } = first.source.place([...first.at, 'metadata', 'name'], 'value');
      const message = `${one.kind} "${one.name}" is already in ${file}:${line}`;
      return [faultIn(one, ['metadata', 'name'], message, 'give one of them another name')];
    }),
  ];
}

function formFaults(one: OpenSloObject): readonly Fault[] {
  const form = isKind(one.kind) ? FORMS[one.kind] : null;
  if (form) return faultsOf(one.source, form, one.raw, (path) => [...one.at, ...path]);
  const kinds = Object.keys(FORMS);
  const message = one.kind === '' ? '"kind" is missing' : `OpenSLO v1 has no kind "${one.kind}"`;
  return [faultIn(one, ['kind'], message, suggest(one.kind, kinds, 'kinds of OpenSLO v1'))];
}

/** The object of that kind and name as its form reads it; null where there is none, or its form is at fault. */
export function findObject<K extends Kind>(
  all: readonly OpenSloObject[],
  kind: K,
  name: string,
): { readonly object: OpenSloObject; readonly is: Form<K> } | null {
  const object = all.find((one) => one.kind === kind && one.name === name);
  const read = object && FORMS[kind].safeParse(object.raw);
  return object && read?.success ? { object, is: read.data as Form<K> } : null;
}

export function faultIn(
  { source, at }: OpenSloObject,
  path: Path,
  message: string,
  hint: string | null = null,
): Fault {
  return faultAt(source, [...at, ...path], 'value', message, hint);
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(FORMS, kind);
}
