import { ResponseType, type RestApi, type ResponseType as Type } from 'aws-cdk-lib/aws-apigateway';

/** What API Gateway answers by itself: kind, status, title and stable code. */
const RESPONSES: readonly (readonly [type: Type, status: number, title: string, code: string])[] = [
  [ResponseType.BAD_REQUEST_PARAMETERS, 400, 'Bad Request', 'BAD_PARAMETERS'],
  [ResponseType.BAD_REQUEST_BODY, 400, 'Bad Request', 'BAD_BODY'],
  [ResponseType.UNAUTHORIZED, 401, 'Unauthorized', 'UNAUTHENTICATED'],
  [ResponseType.ACCESS_DENIED, 403, 'Forbidden', 'SCOPE_MISSING'],
  [ResponseType.EXPIRED_TOKEN, 403, 'Forbidden', 'FORBIDDEN'],
  [ResponseType.INVALID_API_KEY, 403, 'Forbidden', 'FORBIDDEN'],
  [ResponseType.INVALID_SIGNATURE, 403, 'Forbidden', 'FORBIDDEN'],
  [ResponseType.WAF_FILTERED, 403, 'Forbidden', 'FILTERED'],
  // A path or method that does not exist: API Gateway takes it for a request without credentials of AWS.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 404, 'Not Found', 'NO_SUCH_ROUTE'],
  [ResponseType.RESOURCE_NOT_FOUND, 404, 'Not Found', 'NO_SUCH_ROUTE'],
  [ResponseType.REQUEST_TOO_LARGE, 413, 'Content Too Large', 'TOO_LARGE'],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, 415, 'Unsupported Media Type', 'UNSUPPORTED_MEDIA_TYPE'],
  [ResponseType.THROTTLED, 429, 'Too Many Requests', 'THROTTLED'],
  [ResponseType.QUOTA_EXCEEDED, 429, 'Too Many Requests', 'THROTTLED'],
  [ResponseType.DEFAULT_4XX, 400, 'Bad Request', 'BAD_REQUEST'],
  [ResponseType.API_CONFIGURATION_ERROR, 500, 'Internal Server Error', 'INTERNAL'],
  [ResponseType.AUTHORIZER_CONFIGURATION_ERROR, 500, 'Internal Server Error', 'INTERNAL'],
  [ResponseType.AUTHORIZER_FAILURE, 500, 'Internal Server Error', 'INTERNAL'],
  [ResponseType.INTEGRATION_FAILURE, 504, 'Gateway Timeout', 'TIMEOUT'],
  [ResponseType.INTEGRATION_TIMEOUT, 504, 'Gateway Timeout', 'TIMEOUT'],
  // A function that failed or answered what is no answer.
  [ResponseType.DEFAULT_5XX, 502, 'Bad Gateway', 'NO_ANSWER'],
];

/** Problem details of RFC 9457, the same for everybody: nothing of the request comes back in them. */
export function addGatewayResponses(api: RestApi): void {
  for (const [type, status, title, code] of RESPONSES) {
    api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(status),
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        'Cache-Control': "'no-store'",
        'X-Content-Type-Options': "'nosniff'",
        ...(status === 401 ? { 'WWW-Authenticate': "'Bearer'" } : {}),
      },
      // The key is the type that API Gateway falls back to whatever is accepted; the header above is what is sent.
      templates: { 'application/json': JSON.stringify({ type: 'about:blank', title, status, code }) },
    });
  }
}
