import type { APIGatewayProxyEvent } from 'aws-lambda';

/** A header of a request, whatever its case; empty when there is none. */
export function headerOf({ headers }: APIGatewayProxyEvent, name: string): string {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
}
