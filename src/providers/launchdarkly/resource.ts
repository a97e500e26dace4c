/** What a resource specifier names in a project; `environment` is null where it names all of them. */
export interface Resource {
  readonly project: string;
  readonly environment: string | null;
  readonly key: string;
  /** Those of what it names. */
  readonly tags: readonly string[];
}

/**
 * The flag in `proj/shop:env/production:flag/new-checkout;payments,beta`, or the segment in
 * `proj/shop:env/production:segment/beta-users`; null where it names none of that kind, or all of them.
 * https://launchdarkly.com/docs/home/account/role-resources
 */
export function resourceIn(kind: string, specifier: string): Resource | null {
  const parts = new Map(
    specifier.split(':').map((part) => {
      const slash = part.indexOf('/');
      return [part.slice(0, slash), part.slice(slash + 1)] as const;
    }),
  );
  const [key = '', tags = ''] = (parts.get(kind) ?? '').split(';');
  const project = nameOf(parts.get('proj'));
  if (key === '' || key === '*' || project === null) return null;
  const words = tags.split(',').filter((one) => one !== '');
  return { project, environment: nameOf(parts.get('env')), key, tags: words };
}

function nameOf(part: string | undefined): string | null {
  const [name = ''] = (part ?? '').split(';');
  return name === '' || name === '*' ? null : name;
}
