/** The API as Cognito knows it: a token names its scopes as `dashboard/read` and `dashboard/write`. */
export const RESOURCE_SERVER = 'dashboard';
export const SCOPES = { read: 'See figures', write: 'Record decisions' } as const;
