import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ROUTES } from '../lib/api/routes.ts';

/** Names the route that was asked; the answers are still to come. */
export async function handler({ httpMethod, resource }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const route = ROUTES.find(({ method, path }) => method === httpMethod && path === resource);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ route: route?.id }) };
}
