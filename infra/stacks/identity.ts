import { CfnOutput, Duration, RemovalPolicy, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPoolClient,
  CfnUserPoolDomain,
  CfnUserPoolIdentityProvider,
  FeaturePlan,
  Mfa,
  ResourceServerScope,
  UserPool,
  UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { RESOURCE_SERVER, SCOPES } from '../scopes.ts';
import type { IdentitySettings } from '../settings/identity.ts';

/** Where people sign in, and as which client. */
export interface SignIn {
  readonly url: string;
  readonly clientId: string;
}

export interface IdentityProps extends StackProps {
  readonly settings: IdentitySettings;
}

const TOKEN_LIFE = Duration.minutes(15);
/** A long shift; then everybody signs in again. */
const SESSION_LIFE = Duration.hours(10);

/** Who is who, and nothing else: what a person may see is decided at each request from the organisation. */
export class IdentityStack extends Stack {
  readonly pool: UserPool;
  readonly signIn: SignIn;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id, props);
    const { mfa, domainPrefix, federation } = props.settings;
    this.pool = new UserPool(this, 'Pool', {
      // A user name is a directory id: only an administrator makes one, and it is taken to the letter.
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      signInCaseSensitive: true,
      mfa: mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: { minLength: 14, tempPasswordValidity: Duration.days(3) },
      accountRecovery: AccountRecovery.NONE,
      // Rotation of refresh tokens and the managed login need this plan.
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const server = new UserPoolResourceServer(this, 'Api', {
      userPool: this.pool,
      identifier: RESOURCE_SERVER,
      scopes: Object.entries(SCOPES).map(
        ([scopeName, scopeDescription]) => new ResourceServerScope({ scopeName, scopeDescription }),
      ),
    });
    const client = this.#client(props.settings);
    client.node.addDependency(server);
    if (federation !== null) client.node.addDependency(this.#provider(federation));
    const domain = new CfnUserPoolDomain(this, 'Domain', {
      userPoolId: this.pool.userPoolId,
      domain: domainPrefix,
      managedLoginVersion: 2,
    });
    // Without a style, even Cognito's own, the managed login shows no page.
    new CfnManagedLoginBranding(this, 'LoginPages', {
      userPoolId: this.pool.userPoolId,
      clientId: client.ref,
      useCognitoProvidedValues: true,
    });
    const url = `https://${domain.ref}.auth.${this.region}.amazoncognito.com`;
    this.signIn = { url, clientId: client.ref };
    const outputs = {
      UserPoolId: this.pool.userPoolId,
      ClientId: client.ref,
      Issuer: `https://cognito-idp.${this.region}.${this.urlSuffix}/${this.pool.userPoolId}`,
      SignInUrl: url,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, `${name}Output`, { value });
  }

  /** The browser: no secret, code flow with PKCE alone. Level 1, for `addClient` would allow implicit flow and write access. */
  #client({ callbackUrls, logoutUrls, federation }: IdentitySettings): CfnUserPoolClient {
    return new CfnUserPoolClient(this, 'Browser', {
      userPoolId: this.pool.userPoolId,
      generateSecret: false,
      allowedOAuthFlowsUserPoolClient: true,
      allowedOAuthFlows: ['code'],
      allowedOAuthScopes: ['openid', ...Object.keys(SCOPES).map((name) => `${RESOURCE_SERVER}/${name}`)],
      callbackUrLs: callbackUrls,
      logoutUrLs: logoutUrls,
      supportedIdentityProviders: [federation?.name ?? 'COGNITO'],
      // No password reaches the API of Cognito. The list must name one (empty means the defaults, SRP among them) and rotation
      // excludes ALLOW_REFRESH_TOKEN_AUTH; without triggers custom authentication can never succeed.
      explicitAuthFlows: ['ALLOW_CUSTOM_AUTH'],
      // Left out, every standard attribute could be read and written; none of them means anything to the API.
      readAttributes: ['name'],
      writeAttributes: ['name'],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      accessTokenValidity: TOKEN_LIFE.toMinutes(),
      idTokenValidity: TOKEN_LIFE.toMinutes(),
      refreshTokenValidity: SESSION_LIFE.toMinutes(),
      tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'minutes' },
      // An answer that got lost may be asked for again.
      refreshTokenRotation: { feature: 'ENABLED', retryGracePeriodSeconds: 10 },
      authSessionValidity: 3,
    });
  }

  /** No attribute is mapped: the subject that the provider asserts becomes the user name, `<provider>_<directory id>`. */
  #provider(federation: NonNullable<IdentitySettings['federation']>): CfnUserPoolIdentityProvider {
    const { kind, name } = federation;
    const details =
      kind === 'saml'
        ? { MetadataURL: federation.metadataUrl, IDPInit: 'false', RequestSigningAlgorithm: 'rsa-sha256' }
        : {
            oidc_issuer: federation.issuer,
            client_id: federation.clientId,
            client_secret: SecretValue.secretsManager(federation.clientSecretArn).unsafeUnwrap(),
            attributes_request_method: 'GET',
            authorize_scopes: 'openid',
          };
    return new CfnUserPoolIdentityProvider(this, 'Provider', {
      userPoolId: this.pool.userPoolId,
      providerName: name,
      providerType: kind.toUpperCase(),
      providerDetails: details,
    });
  }
}
