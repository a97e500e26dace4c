import { RE2JS } from 're2js';

/** Whether it is a regular expression that takes time linear in the text: RE2, no back-references. */
export function isPattern(pattern: string): boolean {
  return compiled(pattern) !== null;
}

/** The first match of a pattern somewhere in a text: its first group, or all of it; null without one. */
export function firstMatch(pattern: string, text: string): string | null {
  const matcher = compiled(pattern)?.matcher(text);
  if (!matcher?.find()) return null;
  return matcher.groupCount() > 0 ? (matcher.group(1) ?? null) : matcher.group();
}

function compiled(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}
