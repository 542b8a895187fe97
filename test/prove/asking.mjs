// So many requests, so many at once, over kept connections; prints how many were answered with which status.

import { Agent, request } from 'node:http';

const [endpoint, path, token, total, atOnce] = process.argv.slice(2);
const { hostname, port } = new URL(endpoint);
const agent = new Agent({ keepAlive: true, maxSockets: Number(atOnce) });
const headers = { authorization: `Bearer ${token}` };
const statuses = {};

const ask = () =>
  new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, agent, headers }, (response) => {
      statuses[response.statusCode] = (statuses[response.statusCode] ?? 0) + 1;
      response.resume();
      response.on('end', resolve);
    });
    sent.on('error', reject);
    sent.end();
  });

let left = Number(total);
const askOn = async () => {
  for (; left > 0; await ask()) left -= 1;
};
await Promise.all(Array.from({ length: Number(atOnce) }, askOn));
process.stdout.write(JSON.stringify(statuses));
agent.destroy();
