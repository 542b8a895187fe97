import { AVAILABILITY_ROUTES } from './routes/availability.ts';
import { OPERATIONS_ROUTES } from './routes/operations.ts';
import { PRODUCTIVITY_ROUTES } from './routes/productivity.ts';
import { TRUST_ROUTES } from './routes/trust.ts';

/** Every question of the API: drives API Gateway, OpenAPI, the client and the tests. A function loads those that it serves. */
export const ROUTES = [...PRODUCTIVITY_ROUTES, ...AVAILABILITY_ROUTES, ...OPERATIONS_ROUTES, ...TRUST_ROUTES] as const;

export type RouteId = (typeof ROUTES)[number]['id'];
