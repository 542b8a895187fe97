/** Where people sign in, as `/config.json` says it beside the pages. */
export interface SignInConfig {
  readonly signIn: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}
