import { insertionOf } from './insert-rule.ts';
import type { SourceFile } from './source.ts';
import { diffOf, inserted } from './unified-diff.ts';

export interface Patched {
  /** All files, with the rule. */
  readonly files: readonly SourceFile[];
  /** As `git apply` takes it at the top of the repository. */
  readonly diff: string;
}

/**
 * The organisation's file with a proposed rule; null where only a person can say where it goes.
 * @param prefix the folder of the files within its repository, such as `config/`; empty at its top
 */
export function patchRule(
  files: readonly SourceFile[],
  rule: { readonly section: string; readonly yaml: string },
  prefix: string,
): Patched | null {
  const organisation = files.find(({ file }) => /^fairway\.ya?ml$/.test(file));
  if (!organisation) return null;
  const { file, text } = organisation;
  const insertion = insertionOf(text.replace(/^\uFEFF/, ''), rule.section, rule.yaml);
  if (!insertion) return null;
  const changed = { file, text: inserted(text, insertion) };
  return {
    files: files.map((one) => (one === organisation ? changed : one)),
    diff: diffOf(`${prefix}${file}`, text, insertion),
  };
}
