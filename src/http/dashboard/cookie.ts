/**
 * The cookie of a session. `__Host-` (RFC 6265bis) binds it to this host and to https; a browser takes
 * it only there, so where Fairway is reached by http it has a plain name.
 */
export interface SessionCookie {
  /** The token in a request's cookies; null where there is none of the right form. */
  read(header: string | undefined): string | null;
  keep(token: string): string;
  clear(): string;
}

const LASTS_S = 8 * 3_600;

export function sessionCookie({ secure }: { readonly secure: boolean }): SessionCookie {
  const name = secure ? '__Host-fairway' : 'fairway';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const pattern = new RegExp(`(?:^|;)\\s*${name}=([A-Za-z0-9_-]{43})\\s*(?:;|$)`);
  return {
    read: (header = '') => pattern.exec(header)?.[1] ?? null,
    keep: (token) => `${name}=${token}; Max-Age=${LASTS_S}; ${attributes}`,
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
  };
}
