/** What the browser loads beside the one document, with its type; everything else is a page, and every page that document. */
export const PAGE_FILES: Readonly<Record<string, string>> = { '/app.js': 'text/javascript', '/app.css': 'text/css' };

/** What every page is served with: nothing but what is ours runs, nothing frames it, and no text becomes markup. */
export function contentPolicy(signInOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${signInOrigin}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** Every header of a page but those of TLS, which only an address with TLS may send. */
export function pageHeaders(signInOrigin: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentPolicy(signInOrigin),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}
