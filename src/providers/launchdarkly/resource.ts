/** A flag as a resource specifier names it; `environment` is null where it names all of them. */
export interface FlagResource {
  readonly project: string;
  readonly environment: string | null;
  readonly key: string;
  /** Those of the flag. */
  readonly tags: readonly string[];
}

/**
 * The flag in `proj/shop:env/production:flag/new-checkout;payments,beta`; null for any other resource.
 * https://launchdarkly.com/docs/home/account/role-resources
 */
export function flagIn(resource: string): FlagResource | null {
  const parts = new Map(
    resource.split(':').map((part) => {
      const slash = part.indexOf('/');
      return [part.slice(0, slash), part.slice(slash + 1)] as const;
    }),
  );
  const [key = '', tags = ''] = (parts.get('flag') ?? '').split(';');
  const project = nameOf(parts.get('proj'));
  if (key === '' || key === '*' || project === null) return null;
  const words = tags.split(',').filter((one) => one !== '');
  return { project, environment: nameOf(parts.get('env')), key, tags: words };
}

function nameOf(part: string | undefined): string | null {
  const [name = ''] = (part ?? '').split(';');
  return name === '' || name === '*' ? null : name;
}
