// Stands in for the functions of the API in tests of the gateway: does what the header X-Probe says, else tells the event.

export async function handler(event) {
  const { answer, call, environment, exits, fails, hangs, long } = JSON.parse(event.headers['X-Probe'] ?? '{}');
  if (fails) throw new Error(fails);
  if (exits) process.exit(1);
  if (hangs) await new Promise((resolve) => setTimeout(resolve, 600_000));
  if (call) return { statusCode: 200, body: JSON.stringify(await asked(call)) };
  if (long) return { statusCode: 200, body: 'x'.repeat(long) };
  if (environment) return { statusCode: 200, body: JSON.stringify(process.env) };
  return answer === undefined ? { statusCode: 200, body: JSON.stringify(event) } : answer;
}

/** A call of a service with the credentials of this function's role; nobody verifies the signature. */
async function asked({ target, input }) {
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID } = process.env;
  const credential = `Credential=${AWS_ACCESS_KEY_ID}/20261120/eu-west-2/x/aws4_request`;
  const response = await fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20261120T101500Z',
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}
