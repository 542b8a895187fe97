import * as z from 'zod';
import { PRODUCTIVITY_ROUTES } from '../lib/api/routes/productivity.ts';
import { about } from './api/answers/about.ts';
import { comparison } from './api/answers/comparison.ts';
import { me } from './api/answers/me.ts';
import { organisation } from './api/answers/organisation.ts';
import { productivity } from './api/answers/productivity.ts';
import { commonEnvironment, commonPorts } from './api/common.ts';
import { connectionInEnvironment } from './aws/environment.ts';
import { lightTable } from './aws/light-table.ts';
import { signedCalls } from './aws/signed.ts';
import { readBeside, readEnvironment } from './config.ts';
import { httpHandler } from './middleware/http.ts';
import { observe } from './observe.ts';

const environment = readEnvironment(commonEnvironment.extend({ PRODUCTIVITY_TABLE: z.string().min(1) }));
const call = signedCalls(connectionInEnvironment());

/** Serves what everybody who is signed in may see; the availability table is out of its reach. */
export const handler = httpHandler(
  {
    ...commonPorts(environment, call, import.meta.url),
    productivity: lightTable(call, environment.PRODUCTIVITY_TABLE),
    openapi: () => readBeside(import.meta.url, 'openapi.json'),
  },
  PRODUCTIVITY_ROUTES,
  { ...about, ...comparison, ...me, ...organisation, ...productivity },
  observe('productivity'),
);
