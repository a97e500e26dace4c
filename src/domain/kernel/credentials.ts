const HIDDEN = '[redacted]';

/** What is a credential wherever it stands, by its form alone. */
const CERTAIN: readonly RegExp[] = [
  /\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{6,}/g, // Slack
  /\bxapp-[A-Za-z0-9-]{6,}/g,
  /\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{16,}/g, // GitHub
  /\bglpat-[A-Za-z0-9_-]{16,}/g, // GitLab
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, // AWS
  /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g, // JWT
  /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gi, // a password in a URL
];
/** What follows a word that only programs write; people may write it as well. */
const LIKELY: readonly RegExp[] = [
  /\b(Bearer\s+)[A-Za-z0-9._~+/=-]{6,}/gi,
  /\b(Authorization["']?\s*[:=]\s*["']?(?:Basic|Token|ApiKey)\s+)[A-Za-z0-9._~+/=-]+/gi,
  /([?&](?:[a-z_-]*(?:token|secret|passw(?:or)?d|signature|api_?key)|sig)=)[^&\s#"']+/gi,
  /\b((?:[a-z_]*(?:passw(?:or)?d|secret_(?:access_)?key|client_secret|api_?key|[a-z]_token))=["']?)[^\s"',;&]{6,}/gi,
];
const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const KEY =
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g;

/** The text without what looks like a credential; the scheme or the word before it stays. */
export function hideCredentials(text: string): string {
  return [...CERTAIN, ...LIKELY].reduce(
    (line, shape) =>
      line.replace(shape, (_, kept: unknown) => `${typeof kept === 'string' ? kept : ''}${HIDDEN}`),
    text.replace(KEY, HIDDEN),
  );
}

/** Whether somebody pasted a credential, or one was taken out of it before. */
export function holdsCredential(text: string): boolean {
  return (
    text.includes(HIDDEN) ||
    KEY_BEGINS.test(text) ||
    CERTAIN.some((shape) => text.search(shape) >= 0)
  );
}
