import * as z from 'zod';
import { TRUST_ROUTES } from '../lib/api/routes/trust.ts';
import { covers } from './api/answers/covers.ts';
import { looks } from './api/answers/looks.ts';
import { pairings } from './api/answers/pairings.ts';
import { roles } from './api/answers/roles.ts';
import { commonEnvironment, commonPorts } from './api/common.ts';
import { connectionInEnvironment } from './aws/environment.ts';
import { lightHintsTo } from './aws/light-hints.ts';
import { signedCalls } from './aws/signed.ts';
import { readEnvironment } from './config.ts';
import { httpHandler } from './middleware/http.ts';
import { observe } from './observe.ts';

const environment = readEnvironment(commonEnvironment.extend({ WORK_QUEUE: z.url() }));
const call = signedCalls(connectionInEnvironment());

/** Records what people decide, and tells who looked; it reads no figure at all. */
export const handler = httpHandler(
  { ...commonPorts(environment, call, import.meta.url), sendWork: lightHintsTo(call, environment.WORK_QUEUE) },
  TRUST_ROUTES,
  { ...covers, ...looks, ...pairings, ...roles },
  observe('trust'),
);
