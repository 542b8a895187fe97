/** Somebody who can sign in: a directory id and who that is, for the eye. */
export interface User {
  readonly username: string;
  readonly label: string;
}

/** Who can sign in. A force is too many for a page: some are shown, and whoever else is known by a directory id. */
export interface Users {
  shown(): Promise<readonly User[]>;
  isKnown(username: string): Promise<boolean>;
}

/** The page may do nothing but send its form; where the form leads is checked at the other end. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  // With less a browser would not say where the form comes from.
  'referrer-policy': 'same-origin',
} as const;

/** A button for each user, and a field for somebody else. `query` is what the application asked for. */
export function signInPage(users: readonly User[], query: string): string {
  const action = escapeHtml(`/login?${query}`);
  const buttons = users.map(
    ({ username, label }) => `<li><button name="username" value="${escapeHtml(username)}">${escapeHtml(label)}</button></li>`,
  );
  return page(
    'Sign in as',
    `<p>This is the embedded cloud: on AWS people sign in with the force's own directory.</p>
<form method="post" action="${action}"><ul>${buttons.join('')}</ul></form>
<form method="post" action="${action}"><label>Directory id <input name="username" required maxlength="128"></label> <button>Sign in</button></form>`,
  );
}

export function errorPage(sentence: string): string {
  return page('This does not work', `<p>${escapeHtml(sentence)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><main><h1>${title}</h1>${body}</main></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
