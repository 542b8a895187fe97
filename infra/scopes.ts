/** The API as Cognito knows it: a token names its scopes as `dashboard/read` and `dashboard/write`. */
export const RESOURCE_SERVER = 'dashboard';
export const SCOPES = { read: 'See figures', write: 'Record decisions' } as const;
/** The pages only read, and ask for no more than they need. */
export const PAGE_SCOPES = ['openid', `${RESOURCE_SERVER}/read`] as const;
