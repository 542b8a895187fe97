/** What a directory gives as an object id; it holds no underscore, so a provider's name before it is told apart. */
const DIRECTORY_ID = /^[A-Za-z0-9-]{1,64}$/;

/**
 * The directory id in the `username` of an access token: `<provider>_<directory id>` of a federated user, the directory id
 * of a local one. Null for any other form: nobody is found by it.
 */
export function directoryIdOf(username: unknown, providers: readonly string[]): string | null {
  if (typeof username !== 'string') return null;
  const provider = providers.find((name) => username.startsWith(`${name}_`));
  const id = provider === undefined ? username : username.slice(provider.length + 1);
  return DIRECTORY_ID.test(id) ? id : null;
}
