import { NotEmulated } from '../errors.ts';
import type { Resources } from '../template.ts';

/** The app client of the browser, as the template has it; times in seconds. */
export interface Client {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly accessSeconds: number;
  readonly idSeconds: number;
  readonly refreshSeconds: number;
  /** How long a refresh token that was replaced still works. */
  readonly graceSeconds: number;
}

export interface Pool {
  readonly id: string;
  readonly arn: string;
  readonly client: Client;
}

const UNITS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** The one pool with its one client. Other flows than the code flow of a public client are errors that name them. */
export function poolOf(resources: Resources): Pool {
  const { name: id, arn } = resources.only('AWS::Cognito::UserPool');
  const { name: clientId, properties } = resources.only('AWS::Cognito::UserPoolClient');
  const flows = properties.AllowedOAuthFlows as readonly string[];
  if (properties.UserPoolId !== id || properties.GenerateSecret !== false || properties.AllowedOAuthFlowsUserPoolClient !== true)
    throw new NotEmulated('an app client with a secret or without OAuth');
  if (flows.join() !== 'code') throw new NotEmulated(`the OAuth flows ${flows.join()}`);
  const known = resources
    .ofType('AWS::Cognito::UserPoolResourceServer')
    .flatMap(({ properties: { Identifier, Scopes } }) =>
      (Scopes as readonly { ScopeName: string }[]).map(({ ScopeName }) => `${Identifier}/${ScopeName}`),
    );
  const scopes = properties.AllowedOAuthScopes as readonly string[];
  const unknown = scopes.find((scope) => scope !== 'openid' && !known.includes(scope));
  if (unknown !== undefined) throw new NotEmulated(`the scope ${unknown}`);
  const units = properties.TokenValidityUnits as Readonly<Record<string, string>>;
  const seconds = (property: string, unit: string) => Number(properties[property]) * (UNITS[units[unit] ?? ''] ?? Number.NaN);
  const rotation = properties.RefreshTokenRotation as { Feature?: string; RetryGracePeriodSeconds?: number } | undefined;
  if (rotation?.Feature !== 'ENABLED' || properties.EnableTokenRevocation !== true)
    throw new NotEmulated('refresh tokens that are neither rotated nor revoked');
  return {
    id,
    arn,
    client: {
      id: clientId,
      scopes,
      callbackUrls: properties.CallbackURLs as readonly string[],
      logoutUrls: properties.LogoutURLs as readonly string[],
      accessSeconds: seconds('AccessTokenValidity', 'AccessToken'),
      idSeconds: seconds('IdTokenValidity', 'IdToken'),
      refreshSeconds: seconds('RefreshTokenValidity', 'RefreshToken'),
      graceSeconds: rotation.RetryGracePeriodSeconds ?? 0,
    },
  };
}
