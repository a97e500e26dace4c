/** The address of a hook of Fairway, without credentials or anything behind it; null where it is none. */
export function hookAt(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const bare = url && [url.username, url.search, url.hash].every((part) => part === '');
  const plain = bare && /^https?:$/.test(url.protocol);
  return plain && /\/hooks\/[a-z][a-z0-9-]*$/.test(url.pathname) ? url : null;
}
